import { probeFlag } from './bulk.ts';
import { Args, Flags, parseSlug } from './flags.ts';

export const erklaerungArg = () => Args.string({ description: 'Nummer aus „erklaerung liste“, zum Beispiel E1', required: true });

/** For whom a statement holds or ends. BURGWARD_KOMMUNE does not count: this is about many. */
export const bearerFlags = () => ({
  kommune: Flags.string({
    description: 'Kommune (Kurzname); mehrfach möglich',
    helpValue: 'SLUG',
    multiple: true,
    parse: async (input: string) => parseSlug(input),
  }),
  gruppe: Flags.string({
    description: 'Gruppe: für alle ihre Mitglieder; mehrfach möglich',
    helpValue: 'SLUG',
    multiple: true,
    parse: async (input: string) => parseSlug(input),
  }),
  probe: probeFlag(),
});
