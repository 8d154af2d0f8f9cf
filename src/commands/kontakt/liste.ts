import { listCommand } from '../../cli/register-commands.ts';
import { kontakt } from '../../domain/registers/kontakt.ts';

export default listCommand(kontakt);
