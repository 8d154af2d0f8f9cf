import { importCommand } from '../../cli/register-commands.ts';
import { aenderung } from '../../domain/registers/aenderung.ts';

export default importCommand(aenderung);
