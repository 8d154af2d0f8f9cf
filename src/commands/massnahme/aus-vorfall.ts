import { measuresFromCommand } from '../../cli/measure-commands.ts';
import { measureSources } from '../../usecases/measures-from-entries.ts';

export default measuresFromCommand(measureSources.vorfall);
