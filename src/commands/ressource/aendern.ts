import { changeCommand } from '../../cli/register-commands.ts';
import { ressource } from '../../domain/registers/ressource.ts';

export default changeCommand(ressource);
