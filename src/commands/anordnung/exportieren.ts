import { exportCommand } from '../../cli/register-commands.ts';
import { anordnung } from '../../domain/registers/anordnung.ts';

export default exportCommand(anordnung);
