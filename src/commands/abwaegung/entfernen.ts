import { removeCommand } from '../../cli/register-commands.ts';
import { abwaegung } from '../../domain/registers/abwaegung.ts';

export default removeCommand(abwaegung);
