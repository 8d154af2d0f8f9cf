/** The notice of the two appointments to the Land is judged by one rule: every report says the same of the same days. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/domain/evaluation.ts';
import type { RoleAssignment } from '../../src/domain/kommune.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import type { DutyData } from '../../src/report/report-data.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';
import { beispielhainInput } from './fixture.ts';

const catalogue = await shippedCatalogue();

const inTime = { bestellt: '2026-03-02', gemeldet: '2026-04-02' };
const late = { bestellt: '2026-03-02', gemeldet: '2026-05-02' };
const overdue = { bestellt: '2026-03-02', gemeldet: null };
const running = { bestellt: '2026-11-02', gemeldet: null };
const undated = { bestellt: null, gemeldet: null };
type Days = { bestellt: string | null; gemeldet: string | null } | null;
const nobody: Days = null;

function holder(rolle: string, person: string, days: Days): RoleAssignment[] {
  return days === null ? [] : [{ id: rolle, kommune: 'beispielhain', rolle, person, ab: '2026-03-02', bis: null, ...days }];
}

/** What the reports say of these two people on 30.11.2026. */
function reportsOf(bfis: Days, deputy: Days) {
  const rollen = [...holder('bfis', 'Ines Sorbe', bfis), ...holder('bfis-vertretung', 'Ralf Teich', deputy)];
  const [profile] = catalogue.profiles;
  if (profile === undefined) throw new Error('no profile');
  const build = (art: Parameters<typeof beispielhainInput>[0]) => {
    const input = beispielhainInput(art);
    const evaluation = evaluate({
      asOf: input.asOf,
      catalogue,
      kommune: input.kommune,
      merkmale: { kdn_angeschlossen: 'ja' },
      rollen,
      zielobjekte: [],
      answers: [],
      findings: [],
      profile,
      holidays: input.feiertage,
    });
    const bestellungen = rollen.map((rolle) => ({ ...rolle, stelle: input.kommune.name }));
    return buildReportData({ ...input, catalogue, evaluation, rollen, bestellungen });
  };
  const of = (id: string, rows: readonly DutyData[]) => {
    const row = rows.find((each) => each.id === id);
    if (row === undefined) throw new Error(`no ${id}`);
    return row;
  };
  const [law, network, mayor, letter] = [build('saechsisichg'), build('kdn'), build('leitung'), build('mitteilung')];
  if (law.art !== 'saechsisichg' || network.art !== 'kdn' || mayor.art !== 'leitung' || letter.art !== 'mitteilung')
    throw new Error('wrong kind');
  return {
    law: of(
      'S-12',
      law.gruppen.flatMap(({ zeilen }) => zeilen),
    ),
    network: of('K-L8', network.zeilen),
    mayor: mayor.minimum.find(({ kurz }) => kurz === 'Mitteilung an das Land'),
    letter: letter.fristen.map(({ stand }) => stand.art),
  };
}

describe('the notice to the Land', () => {
  it.each([
    ['both in time', inTime, inTime, 'inOrdnung', ['inOrdnung', 'inOrdnung']],
    ['the deputy late', inTime, late, 'teilweise', ['inOrdnung', 'teilweise']],
    ['the BfIS late', late, inTime, 'teilweise', ['teilweise', 'inOrdnung']],
    ['the deputy overdue', inTime, overdue, 'handlungsbedarf', ['inOrdnung', 'handlungsbedarf']],
    ['the BfIS overdue', overdue, inTime, 'handlungsbedarf', ['handlungsbedarf', 'inOrdnung']],
    ['both overdue', overdue, overdue, 'handlungsbedarf', ['handlungsbedarf', 'handlungsbedarf']],
    ['the BfIS overdue, no deputy', overdue, nobody, 'handlungsbedarf', ['handlungsbedarf', 'nichtBekannt']],
    ['the deputy without a day', inTime, undated, 'nichtBekannt', ['inOrdnung', 'nichtBekannt']],
    ['the BfIS without a day', undated, inTime, 'nichtBekannt', ['nichtBekannt', 'inOrdnung']],
    ['no deputy', inTime, nobody, 'nichtBekannt', ['inOrdnung', 'nichtBekannt']],
    ['nobody', nobody, nobody, 'nichtBekannt', ['nichtBekannt', 'nichtBekannt']],
  ] as const)('%s', (_name, bfis, deputy, verdict, each) => {
    const { law, network, mayor, letter } = reportsOf(bfis, deputy);
    expect([law, network, mayor].map((row) => row?.stand.art)).toEqual([verdict, verdict, verdict]);
    expect(letter).toEqual(each);
  });

  it('is open while the month of one of them runs, with its last day', () => {
    const { law, network, mayor } = reportsOf(inTime, running);
    expect([law, network, mayor].map((row) => row?.stand.art)).toEqual(['nichtBekannt', 'nichtBekannt', 'nichtBekannt']);
    expect([law.frist, network.frist]).toEqual(['02.12.2026', '02.12.2026']);
    expect(mayor?.angabe).toBe('noch nicht erfasst, fällig bis 02.12.2026');
  });

  it('names the days of the notice that decides, not those of the other one', () => {
    const { law, network, mayor } = reportsOf(inTime, late);
    const reason = 'Mitteilung der Vertretung: am 02.05.2026 erfolgt, fällig war sie bis 02.04.2026, also 30 Tage zu spät.';
    expect([law.begruendung, network.begruendung]).toEqual([reason, reason]);
    expect(mayor?.angabe).toBe('erst am 02.05.2026, war bis 02.04.2026 fällig');
  });

  it('says of whom nothing is known', () => {
    expect(reportsOf(inTime, nobody).mayor?.angabe).toBe('weil niemand als Vertretung der BfIS erfasst ist');
    expect(reportsOf(inTime, undated).mayor?.angabe).toBe('weil der Tag „Bestellung der Vertretung“ nicht erfasst ist');
  });
});
