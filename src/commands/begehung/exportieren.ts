import { exportCommand } from '../../cli/register-commands.ts';
import { begehung } from '../../domain/registers/begehung.ts';

export default exportCommand(begehung);
