/** Fourteen invented Kommunen for the report about many: enough to be merged, to be late and to be silent. */
import type { AnswerState } from '../../src/domain/answers.ts';
import { countStates } from '../../src/domain/answers.ts';
import { type DutyStatus, dutyStates } from '../../src/domain/duties.ts';
import { legalMinimumOf, type SizeClass } from '../../src/domain/overview.ts';
import type { RegionInput, RegionKommune } from '../../src/report/kinds/region/input.ts';
import type { ReportEdition } from '../../src/report/report-input.ts';
import { asOf, catalogue } from './fixture.ts';

const minimum = legalMinimumOf(catalogue);

const sizes: readonly (SizeClass | null)[] = [
  ...Array<SizeClass>(9).fill('klein'),
  ...(['mittel', 'mittel', 'mittel', 'gross'] as const),
  null,
];

const said: readonly AnswerState[] = ['ja', 'nein', 'ja', 'teilweise', 'offen', 'ja', 'zuBestaetigen', 'nein', 'entbehrlich'];

/** The last two of the small ones have answered nothing; the first has everything. */
export function regionKommunen(count = sizes.length): RegionKommune[] {
  return sizes.slice(0, count).map((groesse, index) => {
    const silent = index === 7 || index === 8;
    const state = (place: number): AnswerState =>
      silent ? 'offen' : index === 0 ? 'ja' : (said[(index * 2 + place) % said.length] ?? 'offen');
    const states = profil.controls.map((id, place) => [id, state(place)] as const);
    const duty = (place: number): DutyStatus =>
      silent ? 'offen' : index === 0 ? 'erfuellt' : (dutyStates[(index + place) % dutyStates.length] ?? 'offen');
    return {
      name: `Musterort ${index + 1}`,
      groesse,
      gesamt: countStates(states.map(([, each]) => each)),
      hatAntworten: !silent,
      antworten: new Map(states),
      pflichten: new Map(minimum.items.map(({ id }, place) => [id, duty(place)])),
      luecken: {
        n: states.filter(([, each]) => each === 'nein' || each === 'teilweise').length,
        ueberfaellig: silent || index === 0 ? 0 : index % 4,
        ohneTermin: 1,
      },
      massnahmen: { offen: 2, ueberfaellig: index === 3 ? 1 : 0 },
      pflichtenUeberfaellig: index === 4 ? 1 : 0,
    };
  });
}

const [profil] = catalogue.profiles as [RegionInput['profil'], ...unknown[]];

export function regionInput(fassung: ReportEdition = 'intern', kommunen = regionKommunen()): RegionInput {
  return {
    fassung,
    asOf,
    umfang: { slug: 'beispielland', name: 'Landkreis Beispielland', art: 'landkreis' },
    kommunen,
    profil,
    minimum,
    catalogue,
    fingerprint: 'ab'.repeat(32),
    programVersion: '0.1.0',
  };
}
