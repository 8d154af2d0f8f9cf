import { exportCommand } from '../../cli/register-commands.ts';
import { aenderung } from '../../domain/registers/aenderung.ts';

export default exportCommand(aenderung);
