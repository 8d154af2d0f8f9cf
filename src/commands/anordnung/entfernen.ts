import { removeCommand } from '../../cli/register-commands.ts';
import { anordnung } from '../../domain/registers/anordnung.ts';

export default removeCommand(anordnung);
