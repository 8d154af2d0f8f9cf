import { removeCommand } from '../../cli/register-commands.ts';
import { entscheidung } from '../../domain/registers/entscheidung.ts';

export default removeCommand(entscheidung);
