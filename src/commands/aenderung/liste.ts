import { listCommand } from '../../cli/register-commands.ts';
import { aenderung } from '../../domain/registers/aenderung.ts';

export default listCommand(aenderung);
