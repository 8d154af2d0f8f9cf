import { importCommand } from '../../cli/register-commands.ts';
import { termin } from '../../domain/registers/termin.ts';

export default importCommand(termin);
