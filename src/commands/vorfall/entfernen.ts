import { removeCommand } from '../../cli/register-commands.ts';
import { vorfall } from '../../domain/registers/vorfall.ts';

export default removeCommand(vorfall);
