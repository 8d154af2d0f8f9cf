import { exportCommand } from '../../cli/register-commands.ts';
import { vertrag } from '../../domain/registers/vertrag.ts';

export default exportCommand(vertrag);
