import { showCommand } from '../../cli/register-commands.ts';
import { pruefung } from '../../domain/registers/pruefung.ts';

export default showCommand(pruefung);
