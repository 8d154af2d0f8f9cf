import { addCommand } from '../../cli/register-commands.ts';
import { vorfallOhneNotiz } from '../../domain/registers/vorfall.ts';

export default addCommand(vorfallOhneNotiz);
