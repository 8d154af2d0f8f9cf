import { listCommand } from '../../cli/register-commands.ts';
import { ressource } from '../../domain/registers/ressource.ts';

export default listCommand(ressource);
