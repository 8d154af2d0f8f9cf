import { listCommand } from '../../cli/register-commands.ts';
import { vorfall } from '../../domain/registers/vorfall.ts';

export default listCommand(vorfall);
