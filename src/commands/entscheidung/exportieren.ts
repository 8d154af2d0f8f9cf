import { exportCommand } from '../../cli/register-commands.ts';
import { entscheidung } from '../../domain/registers/entscheidung.ts';

export default exportCommand(entscheidung);
