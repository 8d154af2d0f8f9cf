import { showCommand } from '../../cli/register-commands.ts';
import { warnung } from '../../domain/registers/warnung.ts';

export default showCommand(warnung);
