import { exportCommand } from '../../cli/register-commands.ts';
import { ressource } from '../../domain/registers/ressource.ts';

export default exportCommand(ressource);
