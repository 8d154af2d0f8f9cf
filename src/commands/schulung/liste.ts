import { listCommand } from '../../cli/register-commands.ts';
import { schulung } from '../../domain/registers/schulung.ts';

export default listCommand(schulung);
