import { importCommand } from '../../cli/register-commands.ts';
import { ressource } from '../../domain/registers/ressource.ts';

export default importCommand(ressource);
