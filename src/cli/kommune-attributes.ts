import { Flags, integerFlag } from './flags.ts';

const name = { description: 'amtlicher Name', helpValue: 'NAME' };
const art = { description: 'gemeinde, stadt, landkreis, verwaltungsverband …', helpValue: 'ART' };

const others = {
  ags: Flags.string({ description: 'amtlicher Gemeindeschlüssel: 8 Stellen, Landkreise 5', helpValue: '14…' }),
  einwohner: integerFlag('einwohner', { description: 'Zahl der Einwohner', min: 0, max: 10_000_000 }),
  landkreis: Flags.string({ description: 'Kurzname des Landkreises', helpValue: 'SLUG' }),
  merkmal: Flags.string({
    description: 'was die Kommune auszeichnet, mehrfach möglich',
    helpValue: 'NAME=ja|nein|unbekannt',
    multiple: true,
  }),
};

/** What a new Kommune is described by. */
export const newKommuneFlags = {
  name: Flags.string({ ...name, required: true }),
  art: Flags.string({ ...art, default: 'gemeinde' }),
  ...others,
};

/** The same for a change: everything may be left out. */
export const changedKommuneFlags = { name: Flags.string(name), art: Flags.string(art), ...others };
