import { exportCommand } from '../../cli/register-commands.ts';
import { risiko } from '../../domain/registers/risiko.ts';

export default exportCommand(risiko);
