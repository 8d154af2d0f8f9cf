import { exportCommand } from '../../cli/register-commands.ts';
import { vorfallOhneNotiz } from '../../domain/registers/vorfall.ts';

export default exportCommand(vorfallOhneNotiz);
