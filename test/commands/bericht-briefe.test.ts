/** Letters and forms from a real database and the shipped catalogue. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { begehung } from '../../src/domain/registers/begehung.ts';
import { kontakt } from '../../src/domain/registers/kontakt.ts';
import { massnahme } from '../../src/domain/registers/massnahme.ts';
import { ressource } from '../../src/domain/registers/ressource.ts';
import { vorfall } from '../../src/domain/registers/vorfall.ts';
import type { BegehungData } from '../../src/report/kinds/begehung/data.ts';
import type { BestellungData } from '../../src/report/kinds/bestellung/data.ts';
import type { MeldungData } from '../../src/report/kinds/meldung/data.ts';
import type { MitteilungData } from '../../src/report/kinds/mitteilung/data.ts';
import type { PaketbegleitungData } from '../../src/report/kinds/paketbegleitung/data.ts';
import { reportDataSchema } from '../../src/report/report-schema.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { createPackets } from '../../src/usecases/create-packet.ts';
import { createReport } from '../../src/usecases/create-report.ts';
import { reportIncident } from '../../src/usecases/incident-reporting.ts';
import { addEntry, changeEntry } from '../../src/usecases/registers.ts';
import { assignRole } from '../../src/usecases/rollen.ts';
import { createZielobjekt } from '../../src/usecases/zielobjekte.ts';
import { contextOn } from './context-on.ts';

const day = '2026-11-20';
const kommune = 'beispielhain';
const reportsFolder = fileURLToPath(new URL('../../reports', import.meta.url));
let folder: string;
let store: Store;

const on = () => contextOn(store, day);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-briefe-'));
  store = await openStore(join(folder, 'b.db'));
  const body = { art: 'stadt', ags: null, einwohner: null, landkreis: null } as const;
  const before = await contextOn(store, '2026-11-01');
  await createKommune(before, { slug: kommune, name: 'Beispielhain', ...body }, { kdn_angeschlossen: 'ja' });
  await createKommune(before, { slug: 'musterdorf', name: 'Musterdorf', ...body }, {});
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function appoint(slug: string, rolle: string, person: string, bestellt: string | null = null, ab = '2026-11-02') {
  return on().then((context) => assignRole(context, { kommune: slug, rolle, person, ab, bestellt, gemeldet: null }));
}

interface Wanted {
  variante?: string;
  eintrag?: string;
  asOf?: string;
}

/** The files of one report, as JSON and as a file name. */
async function created(art: string, { variante, eintrag, asOf }: Wanted = {}, format = 'json') {
  const request = {
    kommune,
    art,
    formate: [format],
    ausgabe: folder,
    fassung: 'intern' as const,
    reportsFolder,
    variante,
    eintrag,
  };
  const { dateien } = await createReport(await contextOn(store, day, asOf), request);
  return dateien[0]?.pfad ?? '';
}

async function told<T>(art: string, wanted: Wanted = {}): Promise<T> {
  const data: unknown = JSON.parse(readFileSync(await created(art, wanted), 'utf8'));
  expect(reportDataSchema.safeParse(data).error).toBeUndefined();
  return data as T;
}

describe('bericht erstellen bestellung, mitteilung', () => {
  it('takes persons, hours and bodies from the records, also of an appointment that lies ahead', async () => {
    await appoint(kommune, 'leitung', 'Erika Beispiel');
    await appoint(kommune, 'bfis', 'Jan Muster', null, '2027-01-01');
    await appoint('musterdorf', 'bfis', 'Jan Muster', '2026-11-02');
    await appoint('musterdorf', 'bfis-vertretung', 'Wer Anderes', '2026-11-02');
    await addEntry(await on(), ressource, { kommune, typed: { jahr: '2026', wofuer: 'bfis', 'stunden-geplant': '96' } });
    const letter = await told<BestellungData>('bestellung', { variante: 'gemeinsam' });
    expect(letter.brief.anschrift[0]).toBe('Jan Muster');
    expect(letter.saetze.bestellung).toContain('vom 01.01.2027');
    expect(letter.saetze.mittel).toContain('96 Stunden');
    expect(letter.unterschriften.leitung).toContain('Erika Beispiel');
    expect(letter.stellen.map(({ stelle }) => stelle)).toEqual(['Beispielhain', 'Musterdorf']);
    expect(JSON.stringify(letter)).not.toContain('Wer Anderes');
  });

  it('rests on the shipped catalogue and names its variants', async () => {
    const { grundlagen } = await told<BestellungData>('bestellung');
    expect(grundlagen.map(({ stelle }) => stelle)).toContain('§ 8 Abs. 2 mit § 7 Abs. 3 letzte zwei Sätze');
    await expect(created('bestellung', { variante: 'intern' })).rejects.toMatchObject({
      hint: 'Möglich sind: bfis, vertretung, extern, gemeinsam.',
    });
  });

  it('computes the end of the notice from the day of appointment', async () => {
    await appoint(kommune, 'bfis', 'Jan Muster', '2026-11-02');
    await addEntry(await on(), kontakt, { kommune, typed: { stelle: 'bfis', name: 'Jan Muster', telefon: '03521 12345' } });
    const { fristen, gruppen } = await told<MitteilungData>('mitteilung');
    expect(fristen[0]).toMatchObject({ bestellt: '02.11.2026', bis: '02.12.2026', stand: { wort: 'läuft' } });
    const own = gruppen.find(({ id }) => id === 'bfis')?.werte;
    expect(own?.find(({ angabe }) => angabe.startsWith('Telefon'))?.wert).toBe('03521 12345');
    expect(own?.find(({ angabe }) => angabe.startsWith('E-Mail'))).toMatchObject({ wert: '', herkunft: 'nicht erfasst' });
  });
});

describe('bericht erstellen meldung', () => {
  const typed = {
    titel: 'Dateien verschlüsselt',
    kenntnis: '2026-11-19 17:40',
    art: 'erheblicher-vorfall',
    'kdn-betroffen': 'nein',
    massnahmen: 'Netz getrennt',
  };

  it('tells the same as „vorfall melden“, with every note and stamp', async () => {
    await appoint(kommune, 'bfis', 'Jan Muster');
    await addEntry(await on(), vorfall, { kommune, typed });
    await changeEntry(await on(), vorfall, { kommune, id: 'VF1', typed: { saxcert: '2026-11-19 18:30' } });
    const report = await told<MeldungData>('meldung', { eintrag: 'vf1', variante: 'zwischenmeldung' });
    const spoken = await reportIncident(await on(), { kommune, id: 'VF1', an: 'saxcert' });
    expect(report.empfaenger[0]?.felder.map(({ feld, wert }) => ({ feld, wert }))).toEqual(
      spoken.texte[0]?.werte.map(({ feld, wert }) => ({ feld, wert: wert ?? 'noch nicht bekannt' })),
    );
    expect(report.verlauf.map(({ was }) => was)).toEqual(['Kenntnis', 'SAX.CERT, erste Meldung']);
    expect(report.fristen.find(({ was }) => was.startsWith('Erste Meldung'))?.stand.wort).toBe('eingehalten');
  });

  it('looks back: a stamp recorded later is not there yet', async () => {
    await addEntry(await contextOn(store, '2026-11-19'), vorfall, { kommune, typed: { ...typed, kenntnis: '2026-11-19 08:00' } });
    await changeEntry(await on(), vorfall, { kommune, id: 'VF1', typed: { saxcert: '2026-11-19 18:30' } });
    const before = await told<MeldungData>('meldung', { eintrag: 'VF1', asOf: '2026-11-19' });
    expect(before.verlauf.map(({ was }) => was)).toEqual(['Kenntnis']);
    expect((await told<MeldungData>('meldung', { eintrag: 'VF1' })).verlauf).toHaveLength(2);
  });

  it('asks for the number, and names those there are', async () => {
    await expect(created('meldung')).rejects.toMatchObject({ hint: expect.stringContaining('burgward vorfall liste') });
    await addEntry(await on(), vorfall, { kommune, typed });
    await expect(created('meldung', { eintrag: 'VF9' })).rejects.toMatchObject({ hint: 'Erfasst sind: VF1.' });
    await expect(created('mitteilung', { eintrag: 'VF1' })).rejects.toThrow('gilt keinem einzelnen Eintrag');
  });
});

describe('bericht erstellen begehung', () => {
  it('shows rooms, findings, measures and what nobody looked at', async () => {
    for (const [kuerzel, name] of [
      ['SR', 'Serverraum'],
      ['AR', 'Archiv'],
    ] as const)
      await createZielobjekt(await on(), { kommune, kuerzel, typ: 'raum', name, adressen: [] });
    const visit = {
      ort: 'Serverraum',
      am: '2026-11-12',
      zielobjekte: 'SR',
      feststellungen: 'Tür offen; Kein Löscher',
      'nicht-angesehen': 'Dachboden',
    };
    await addEntry(await on(), begehung, { kommune, typed: visit });
    const measure = { titel: 'Tür schließen', anlass: 'begehung', herkunft: 'BG1: Tür offen', faellig: '2026-12-01' };
    await addEntry(await on(), massnahme, { kommune, typed: measure });
    const report = await told<BegehungData>('begehung', { eintrag: 'BG1' });
    expect(report.angesehen).toBe('Serverraum');
    expect(report.feststellungen.map(({ massnahme: made }) => made?.id ?? null)).toEqual(['MN1', null]);
    expect(report.nichtAngesehen).toEqual({
      angaben: ['Dachboden'],
      raeume: [{ name: 'Archiv', zuletzt: 'noch nie, soweit erfasst' }],
    });
  });
});

describe('bericht erstellen paketbegleitung', () => {
  it('names the packet in text and file name', async () => {
    const packets = {
      kommune,
      rolle: 'hauptamt',
      empfaenger: 'Frau Winkler',
      faellig: '2026-12-14',
      alle: false,
      formate: ['html'],
      ausgabe: folder,
    };
    const { pakete } = await createPackets(await on(), packets);
    const letter = await told<PaketbegleitungData>('paketbegleitung', { eintrag: 'p1' });
    expect(letter.paket).toMatchObject({ id: 'P1', fragen: pakete[0]?.fragen, beantwortet: 0 });
    expect(letter.brief.anschrift[0]).toBe('Frau Winkler');
    expect(letter.saetze.frist).toContain('14.12.2026');
    expect(letter.themen.reduce((sum, { fragen }) => sum + fragen, 0)).toBe(pakete[0]?.fragen);
    expect(await created('paketbegleitung', { eintrag: 'P1' }, 'html')).toMatch(
      /beispielhain-paketbegleitung-p1-2026-11-20\.html$/,
    );
    await expect(created('paketbegleitung', { eintrag: 'P7' })).rejects.toThrow('Ein Paket „P7“ gibt es');
    await expect(created('paketbegleitung')).rejects.toMatchObject({ hint: expect.stringContaining('burgward paket liste') });
  });
});
