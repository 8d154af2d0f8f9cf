/** Switches that say what evidence stands behind. */
import { Flags, parseSlug } from './flags.ts';

/** `--kommune SLUG`, several times: without BURGWARD_KOMMUNE, which names only one. */
export const kommunenFlag = () =>
  Flags.string({
    description: 'Kurzname der Kommune; mehrmals für mehrere',
    helpValue: 'SLUG',
    multiple: true,
    parse: async (input) => parseSlug(input),
  });

export const referenceFlags = () => ({
  control: Flags.string({
    description: 'Anforderung, für die der Nachweis steht; mehrmals für mehrere',
    helpValue: 'ANFORDERUNG',
    multiple: true,
  }),
  zielobjekt: Flags.string({ description: 'Kürzel; ohne Angabe die ganze Kommune', helpValue: 'KUERZEL' }),
});
