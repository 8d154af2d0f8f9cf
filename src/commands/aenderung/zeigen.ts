import { showCommand } from '../../cli/register-commands.ts';
import { aenderung } from '../../domain/registers/aenderung.ts';

export default showCommand(aenderung);
