/** All registers, in the order in which they are shown. A new one is a file beside this one, a line here and its commands. */
import type { RegisterDefinition } from '../register.ts';
import { abwaegung } from './abwaegung.ts';
import { aenderung } from './aenderung.ts';
import { anordnung } from './anordnung.ts';
import { begehung } from './begehung.ts';
import { dokument } from './dokument.ts';
import { entscheidung } from './entscheidung.ts';
import { kontakt } from './kontakt.ts';
import { massnahme } from './massnahme.ts';
import { protokolldaten } from './protokolldaten.ts';
import { pruefung } from './pruefung.ts';
import { ressource } from './ressource.ts';
import { risiko } from './risiko.ts';
import { schulung } from './schulung.ts';
import { termin } from './termin.ts';
import { vertrag } from './vertrag.ts';
import { verzicht } from './verzicht.ts';
import { vorfall } from './vorfall.ts';
import { warnung } from './warnung.ts';

export const registers: readonly RegisterDefinition[] = [
  massnahme,
  vorfall,
  warnung,
  aenderung,
  anordnung,
  protokolldaten,
  verzicht,
  abwaegung,
  dokument,
  vertrag,
  kontakt,
  termin,
  begehung,
  schulung,
  pruefung,
  ressource,
  risiko,
  entscheidung,
];
