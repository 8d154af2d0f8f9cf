import { removeCommand } from '../../cli/register-commands.ts';
import { verzicht } from '../../domain/registers/verzicht.ts';

export default removeCommand(verzicht);
