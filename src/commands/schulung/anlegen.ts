import { addCommand } from '../../cli/register-commands.ts';
import { schulung } from '../../domain/registers/schulung.ts';

export default addCommand(schulung);
