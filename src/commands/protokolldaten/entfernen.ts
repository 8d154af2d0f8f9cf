import { removeCommand } from '../../cli/register-commands.ts';
import { protokolldaten } from '../../domain/registers/protokolldaten.ts';

export default removeCommand(protokolldaten);
