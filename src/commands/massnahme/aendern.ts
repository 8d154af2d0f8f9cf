import { changeCommand } from '../../cli/register-commands.ts';
import { massnahme } from '../../domain/registers/massnahme.ts';

export default changeCommand(massnahme);
