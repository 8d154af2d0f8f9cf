import { listCommand } from '../../cli/register-commands.ts';
import { dokument } from '../../domain/registers/dokument.ts';

export default listCommand(dokument);
