import { exportCommand } from '../../cli/register-commands.ts';
import { massnahme } from '../../domain/registers/massnahme.ts';

export default exportCommand(massnahme);
