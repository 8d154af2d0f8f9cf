import { importCommand } from '../../cli/register-commands.ts';
import { verzicht } from '../../domain/registers/verzicht.ts';

export default importCommand(verzicht);
