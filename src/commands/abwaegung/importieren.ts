import { importCommand } from '../../cli/register-commands.ts';
import { abwaegung } from '../../domain/registers/abwaegung.ts';

export default importCommand(abwaegung);
