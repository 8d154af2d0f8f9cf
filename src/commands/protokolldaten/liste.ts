import { listCommand } from '../../cli/register-commands.ts';
import { protokolldaten } from '../../domain/registers/protokolldaten.ts';

export default listCommand(protokolldaten);
