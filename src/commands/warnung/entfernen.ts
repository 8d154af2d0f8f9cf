import { removeCommand } from '../../cli/register-commands.ts';
import { warnung } from '../../domain/registers/warnung.ts';

export default removeCommand(warnung);
