import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beispielhain, now as current, type DemoAnswer, lastYear, merkmale, rollen } from '../demo/beispielhain.ts';
import { type DemoServers, startDemoServers } from '../demo/servers.ts';
import { addDuration, dayOf } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { EnvironmentError } from '../errors.ts';
import { makeFolder } from '../store/folder.ts';
import { openStore, type Store } from '../store/open.ts';
import type { Context } from './context.ts';
import { createKommune } from './create-kommune.ts';
import { createReport } from './create-report.ts';
import { beginErhebung, closeErhebung } from './erhebungen.ts';
import { evaluateFrameworkFor } from './evaluate-framework.ts';
import { grantFreigabe } from './freigaben.ts';
import type { CommandJson } from './json-schemas.ts';
import { listContradictions } from './list-findings.ts';
import { verifyProtokoll } from './protokoll.ts';
import { type NewAnswer, recordAssessments } from './record-assessment.ts';
import { assignRole } from './rollen.ts';
import { type CheckRequest, findScanner, prepareChecks, runChecks } from './run-checks.ts';
import { showStatus } from './show-status.ts';
import { createZielobjekt } from './zielobjekte.ts';

export interface DemoRequest {
  ausgabe: string;
  catalogue: Catalogue;
  programVersion: string;
  reportsFolder: string;
  now(): Date;
  signal?: AbortSignal | undefined;
  /** One German sentence per finished step. */
  onStep(text: string): void;
}

/** What the demo showed besides its JSON. */
export interface DemoResult {
  json: CommandJson['demo'];
  status: CommandJson['erhebung stand'];
  contradictions: CommandJson['netz widersprueche'];
  notes: readonly string[];
}

/** The round a year back began and ended that many days ago. */
const lastYearBegan = 372;
const lastYearEnded = 366;
const currentBegan = 9;

/**
 * The whole main job on the fictional Kommune Beispielhain, in a database of its own that every run makes anew.
 * @throws EnvironmentError when the folder cannot be written
 */
export async function runDemo(request: DemoRequest): Promise<DemoResult> {
  const folder = resolve(request.ausgabe);
  const datenbank = join(folder, 'beispielhain.db');
  await clearDatabase(folder, datenbank);
  const store = await openStore(datenbank);
  const servers = await startDemoServers({ now: request.now });
  try {
    return await playDemo(request, store, servers, datenbank);
  } finally {
    await servers.close();
    await store.close();
  }
}

async function clearDatabase(folder: string, datenbank: string): Promise<void> {
  try {
    makeFolder(folder);
    const header = await readFile(datenbank, { encoding: 'latin1' }).catch(() => '');
    if (header !== '' && !header.startsWith('SQLite format 3'))
      throw new EnvironmentError(`${datenbank} ist keine Datenbank.`, 'Mit --ausgabe einen anderen Ordner angeben.');
    for (const suffix of ['', '-wal', '-shm']) await rm(`${datenbank}${suffix}`, { force: true });
  } catch (error) {
    if (error instanceof EnvironmentError) throw error;
    throw new EnvironmentError(
      `In den Ordner ${folder} lässt sich nicht schreiben.`,
      'Mit --ausgabe einen anderen Ordner angeben oder die Rechte prüfen.',
    );
  }
}

async function playDemo(request: DemoRequest, store: Store, servers: DemoServers, datenbank: string): Promise<DemoResult> {
  const { catalogue, onStep } = request;
  const at = contextOn(request, store);
  const slug = beispielhain.slug;
  await register(at(lastYearBegan), servers);
  onStep(`${beispielhain.name} angelegt, mit Rollen und zwei Zielobjekten.`);

  await beginErhebung(at(lastYearBegan), slug, 'sofort', 'Erste Erhebung');
  await recordAssessments(at(lastYearBegan), slug, answersOf(lastYear, at(lastYearBegan), catalogue));
  await closeErhebung(at(lastYearEnded), slug);
  await beginErhebung(at(currentBegan), slug, 'einstieg', 'Laufende Erhebung');
  await recordAssessments(at(currentBegan), slug, answersOf(current, at(currentBegan), catalogue));
  onStep(
    `Eine Erhebung vor einem Jahr (${lastYear.length} Antworten, abgeschlossen) und eine laufende (${current.length} Antworten) erfasst.`,
  );

  const today = at(0);
  const ports = [servers.good.tlsPort, servers.good.httpPort, servers.weak.tlsPort, servers.weak.httpPort].join(',');
  const freigabe = await grantFreigabe(today, {
    kommune: slug,
    ziele: ['127.0.0.1'],
    von: today.today,
    bis: addDuration(today.today, 'P30D'),
    durch: 'Jana Muster, Bürgermeisterin',
    ports,
    blickwinkel: 'host',
    kontakt: 'informationssicherheit@beispielhain.example',
  });
  onStep(`Freigabe ${freigabe.id} erteilt: nur 127.0.0.1, nur die Ports ${ports} der beiden eigenen Server.`);

  const checked = await check(today, request);
  onStep(`${checked.tool}: ${checked.json.beobachtungen} Beobachtungen, ${checked.json.befunde.length} Befunde.`);
  const { contradictions } = await listContradictions(today, slug);
  onStep(
    contradictions.length === 1
      ? '1 Widerspruch zwischen Antwort und Befund gefunden.'
      : `${contradictions.length} Widersprüche zwischen Antwort und Befund gefunden.`,
  );

  for (const id of ['saechsisichg', 'kdn']) onStep(dutySentence(await evaluateFrameworkFor(today, slug, id), catalogue));
  const dateien = await writeReports(today, request, slug);
  onStep(`${dateien.length} Dateien geschrieben.`);

  const { ketten } = await verifyProtokoll(today, slug, undefined);
  const status = await showStatus(today, slug);
  const json = {
    kommune: slug,
    datenbank,
    stand: today.asOf,
    nmap: checked.nmap,
    beobachtungen: checked.json.beobachtungen,
    befunde: checked.json.befunde.length,
    widersprueche: contradictions.length,
    protokoll: ketten[0]?.pruefsumme ?? '',
    dateien,
  };
  return { json, status, contradictions, notes: checked.notes };
}

/** A context as it was that many days ago: Beispielhain is fictional, so its past can be told. */
function contextOn(request: DemoRequest, store: Store): (daysAgo: number) => Context {
  const { catalogue, programVersion } = request;
  return (daysAgo) => {
    const now = () => new Date(request.now().getTime() - daysAgo * 86_400_000);
    const today = dayOf(now().toISOString());
    return { store, catalogue, programVersion, now, today, asOf: today, person: 'Ines Sorbe' };
  };
}

async function register(context: Context, servers: DemoServers): Promise<void> {
  const { slug } = beispielhain;
  const today = dayOf(new Date(context.now().getTime() + lastYearBegan * 86_400_000).toISOString());
  const daysAgo = (days: number) => addDuration(today, `-P${days}D`);
  await createKommune(context, beispielhain, merkmale);
  for (const { rolle, person, ab, ...dates } of rollen) {
    const bestellt = 'bestellt' in dates ? daysAgo(dates.bestellt) : null;
    await assignRole(context, { kommune: slug, rolle, person, ab: daysAgo(ab), bestellt, gemeldet: null });
  }
  const local = (...ports: number[]) => ports.map((port) => `127.0.0.1:${port}`);
  await createZielobjekt(context, {
    kommune: slug,
    kuerzel: 'WEB1',
    typ: 'webserver',
    name: 'Webauftritt',
    adressen: local(servers.good.tlsPort, servers.good.httpPort),
  });
  await createZielobjekt(context, {
    kommune: slug,
    kuerzel: 'WEB2',
    typ: 'webserver',
    name: 'Terminvergabe',
    adressen: local(servers.weak.tlsPort),
  });
}

/** Answers about controls that the catalogue still has; a retired one is simply no longer asked. */
function answersOf(answers: readonly DemoAnswer[], context: Context, catalogue: Catalogue): NewAnswer[] {
  const live = new Set(catalogue.controls.filter((c) => c.retired === undefined).map((c) => c.id));
  return answers
    .filter((answer) => live.has(answer.control))
    .map(({ bisInTagen, ...answer }) => ({
      ...answer,
      kommune: beispielhain.slug,
      source: 'einzelantwort' as const,
      ...(bisInTagen === undefined
        ? {}
        : { bis: addDuration(context.today, bisInTagen < 0 ? `-P${-bisInTagen}D` : `P${bisInTagen}D`) }),
    }));
}

async function check(context: Context, { signal }: DemoRequest) {
  const request: CheckRequest = {
    kommune: beispielhain.slug,
    ziele: [],
    checks: [],
    profil: 'leicht',
    fortsetzen: false,
    nurNmap: false,
  };
  const prepared = await prepareChecks(context, request);
  const scanner = await findScanner();
  const finished = await runChecks(context, request, prepared, scanner, { signal });
  if (finished === null) throw signal?.reason;
  const { json, run } = finished;
  return { json, tool: run.werkzeug, nmap: scanner.nmap?.version ?? null, notes: run.hinweise };
}

function dutySentence({ rahmenwerk, ergebnis }: CommandJson['rahmenwerk auswerten'], catalogue: Catalogue): string {
  const title = catalogue.frameworks.find((f) => f.id === rahmenwerk)?.title ?? rahmenwerk;
  const { erfuellt, teilweise, nichtErfuellt, offen, nichtAnwendbar } = ergebnis;
  return `${title}: ${erfuellt} erfüllt, ${teilweise} teilweise, ${nichtErfuellt} nicht erfüllt, ${offen} offen, ${nichtAnwendbar} nicht anwendbar.`;
}

async function writeReports(context: Context, request: DemoRequest, slug: string): Promise<CommandJson['demo']['dateien']> {
  const { ausgabe, reportsFolder } = request;
  const dateien = [];
  for (const art of ['leitung', 'saechsisichg', 'kdn']) {
    const report = await createReport(context, {
      kommune: slug,
      art,
      formate: ['html', 'pdf'],
      ausgabe,
      fassung: 'intern',
      reportsFolder,
    });
    dateien.push(...report.dateien.map((datei) => ({ bericht: art, ...datei })));
  }
  return dateien;
}
