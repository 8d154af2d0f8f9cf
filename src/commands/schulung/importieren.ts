import { importCommand } from '../../cli/register-commands.ts';
import { schulung } from '../../domain/registers/schulung.ts';

export default importCommand(schulung);
