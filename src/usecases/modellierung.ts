import type { Catalogue } from '../domain/catalogue.ts';
import {
  type BausteinBearing,
  type BausteinQuelle,
  type KompendiumBaustein,
  type ModelledBaustein,
  type ModellierungDecision,
  model,
  riskCandidates,
} from '../domain/modellierung.ts';
import { computeSchutzbedarf } from '../domain/schutzbedarf.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { selectKommune, selectMerkmale } from '../store/kommunen.ts';
import { insertRegisterChange, selectModellierung, selectSchutzbedarf } from '../store/zielobjekte.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { readRegister } from './zielobjekte.ts';
import { cleanText } from './zielobjekte-felder.ts';

/** The Bausteine of the Kompendium, from the catalogue's table. */
export function kompendiumOf(catalogue: Catalogue): readonly KompendiumBaustein[] {
  return (catalogue.tables['kompendium-2023'] as { entries: readonly KompendiumBaustein[] }).entries;
}

export function bearingsOf(catalogue: Catalogue): readonly BausteinBearing[] {
  return (catalogue.tables['bausteine-zielobjekte'] as { entries: readonly BausteinBearing[] }).entries;
}

/** Every Baustein with proposal and decision on the context's day, and which Zielobjekte want a risk analysis. */
export async function modelKommune(context: Context, slug: string) {
  const { store, catalogue } = context;
  const at = stateAt(context);
  const register = await readRegister(context, slug);
  const decisions = await selectModellierung(store, slug, at);
  const { vocabulary } = catalogue;
  const bausteine = model({
    bausteine: catalogue.bausteine,
    bearings: bearingsOf(catalogue),
    kompendium: kompendiumOf(catalogue),
    zielobjekte: register.zielobjekte,
    merkmale: await selectMerkmale(store, slug, at),
    merkmalQuestions: new Map(vocabulary.merkmale.map(({ id, question }) => [id, question])),
    typeTitles: new Map(vocabulary.zielobjektTypes.map(({ id, title }) => [id, title])),
    decisions,
  });
  const schutzbedarf = computeSchutzbedarf(register, await selectSchutzbedarf(store, slug, at));
  const risiken = riskCandidates(register.zielobjekte, bausteine, schutzbedarf);
  return { bausteine, decisions, risiken };
}

export interface ModellierungFilter {
  katalog?: BausteinQuelle | undefined;
}

/** What is proposed or to be looked at, and what is decided about it so far. */
export async function proposeModellierung(
  context: Context,
  slug: string,
  { katalog }: ModellierungFilter = {},
): Promise<CommandJson['modellierung vorschlagen']> {
  const { bausteine, risiken } = await modelKommune(context, slug);
  const ofCatalogue = bausteine.filter(({ quelle }) => katalog === undefined || quelle === katalog);
  return {
    kommune: slug,
    stand: context.asOf,
    vorschlaege: ofCatalogue.filter(({ vorschlag }) => vorschlag !== 'nein').map(bausteinJson),
    nichtVorgeschlagen: ofCatalogue.filter(({ vorschlag }) => vorschlag === 'nein').length,
    risikoanalyse: risiken.map(riskJson),
  };
}

/** Every Baustein with what was decided; those not decided are listed like the others. */
export async function listModellierung(
  context: Context,
  slug: string,
  { katalog }: ModellierungFilter = {},
): Promise<CommandJson['modellierung liste']> {
  const { bausteine, decisions, risiken } = await modelKommune(context, slug);
  const known = new Set(bausteine.map(({ id }) => id));
  // A catalogue may lose a Baustein; what was decided about it stays visible.
  const lost = decisions.filter(({ baustein }) => !known.has(baustein)).map(lostBaustein);
  const rows = [...bausteine, ...lost].filter(({ quelle }) => katalog === undefined || quelle === katalog);
  const count = (verwendet: 'ja' | 'nein' | undefined) => rows.filter(({ decision }) => decision?.verwendet === verwendet).length;
  return {
    kommune: slug,
    stand: context.asOf,
    n: rows.length,
    verwendet: count('ja'),
    nichtVerwendet: count('nein'),
    nichtEntschieden: count(undefined),
    bausteine: rows.map(bausteinJson),
    risikoanalyse: risiken.map(riskJson),
  };
}

function lostBaustein(decision: ModellierungDecision): ModelledBaustein {
  return {
    id: decision.baustein,
    title: 'nicht mehr im Katalog',
    quelle: decision.baustein.includes('-') ? 'eigen' : 'kompendium',
    order: null,
    general: null,
    vorschlag: 'nein',
    grund: 'Diesen Baustein gibt es im Katalog nicht mehr.',
    zielobjekte: [],
    decision,
  };
}

type BausteinJson = CommandJson['modellierung liste']['bausteine'][number];

function bausteinJson({ id, title, quelle, order, vorschlag, grund, zielobjekte, decision }: ModelledBaustein): BausteinJson {
  return {
    baustein: id,
    titel: title,
    katalog: quelle,
    reihenfolge: order,
    vorschlag,
    grund,
    zielobjekte: [...zielobjekte],
    verwendet: decision?.verwendet ?? null,
    begruendung: decision?.begruendung ?? null,
    entschiedenAm: decision?.validFrom ?? null,
  };
}

function riskJson({ zielobjekt, anlass, text }: ReturnType<typeof riskCandidates>[number]) {
  return { kuerzel: zielobjekt.kuerzel, name: zielobjekt.name, typ: zielobjekt.typ, anlass, text };
}

type NewDecision = Omit<ModellierungDecision, 'validFrom'>;

/**
 * Decides about Bausteine. A specific Baustein takes its general one along.
 * @throws NotFoundError; InvalidDataError for „nicht verwendet“ without reason, or a specific Baustein without its general one
 */
export async function decideModellierung(
  context: Context,
  request: { kommune: string; bausteine: readonly string[]; verwendet: 'ja' | 'nein'; begruendung?: string | undefined },
): Promise<CommandJson['modellierung setzen']> {
  const begruendung = request.begruendung === undefined ? null : cleanText(request.begruendung, 'Die Begründung');
  if (request.verwendet === 'nein' && begruendung === null) {
    throw new InvalidDataError(
      '„Nicht verwendet“ braucht eine Begründung.',
      'Mit --begruendung sagen, warum der Baustein hier nichts regelt.',
    );
  }
  const { bausteine } = await modelKommune({ ...context, asOf: context.today }, request.kommune);
  const wanted = [...new Set(request.bausteine.map((id) => id.toUpperCase()))].map((id) => findBaustein(bausteine, id));
  const summary = `${wanted.length === 1 ? `Baustein ${wanted[0]?.id}` : `${wanted.length} Bausteine`}: verwendet ${request.verwendet}`;
  const decided = wanted.map(({ id }): NewDecision => ({ baustein: id, verwendet: request.verwendet, begruendung }));
  return record(context, request.kommune, bausteine, decided, summary);
}

function findBaustein(bausteine: readonly ModelledBaustein[], id: string): ModelledBaustein {
  const found = bausteine.find((baustein) => baustein.id === id);
  if (found !== undefined) return found;
  const near = bausteine.filter((baustein) => baustein.id.startsWith(id.slice(0, 3))).map((baustein) => baustein.id);
  throw new NotFoundError(
    `Einen Baustein „${id}“ gibt es nicht.`,
    near.length > 0 ? `Ähnlich: ${near.slice(0, 8).join(', ')}.` : 'Alle zeigt „burgward modellierung liste“.',
  );
}

/**
 * Takes the proposals over where nothing was decided; with `alsoNo` also those that nothing here is about, with that as reason. A
 * specific Baustein whose general one was decided against stays open: that is for a person to settle.
 */
export async function acceptProposals(
  context: Context,
  request: { kommune: string; alsoNo: boolean; probe: boolean } & ModellierungFilter,
): Promise<CommandJson['modellierung uebernehmen']> {
  const { bausteine, decisions } = await modelKommune({ ...context, asOf: context.today }, request.kommune);
  const refused = new Set(decisions.filter(({ verwendet }) => verwendet === 'nein').map(({ baustein }) => baustein));
  const open = bausteine.filter(({ decision, quelle }) => decision === null && (request.katalog ?? quelle) === quelle);
  const decided = open.flatMap(({ id, vorschlag, grund, general }): NewDecision[] => {
    if (vorschlag === 'ja' && general !== null && refused.has(general)) return [];
    if (vorschlag === 'ja') return [{ baustein: id, verwendet: 'ja', begruendung: null }];
    return vorschlag === 'nein' && request.alsoNo ? [{ baustein: id, verwendet: 'nein', begruendung: grund }] : [];
  });
  const summary = `Vorschläge der Modellierung übernommen: ${decided.length}`;
  const result = request.probe
    ? preview(request.kommune, bausteine, newDecisions(bausteine, decided, decisions))
    : await record(context, request.kommune, bausteine, decided, summary);
  const settled = new Set(result.entscheidungen.map(({ baustein }) => baustein));
  return { ...result, probe: request.probe, offen: open.filter(({ id }) => !settled.has(id)).length };
}

async function record(
  context: Context,
  slug: string,
  bausteine: readonly ModelledBaustein[],
  decided: readonly NewDecision[],
  summary: string,
): Promise<CommandJson['modellierung setzen']> {
  const at = stateNow(context);
  await selectKommune(context.store, slug, at);
  const words = { slug, at, action: 'modellierung.setzen', summary };
  const { modellierung } = await insertRegisterChange(
    context.store,
    words,
    recordingOf(context),
    ({ modellierung: current }) => ({
      modellierung: newDecisions(bausteine, decided, current),
    }),
  );
  return preview(slug, bausteine, modellierung);
}

/** What is to be recorded: what was decided with what it takes along, without what holds already. */
function newDecisions(
  bausteine: readonly ModelledBaustein[],
  decided: readonly NewDecision[],
  current: readonly ModellierungDecision[],
): NewDecision[] {
  const complete = withGeneral(bausteine, decided, new Map(current.map((decision) => [decision.baustein, decision])));
  return complete.filter((decision) => !isSame(current, decision));
}

function isSame(current: readonly ModellierungDecision[], { baustein, verwendet, begruendung }: NewDecision): boolean {
  return current.some((each) => each.baustein === baustein && each.verwendet === verwendet && each.begruendung === begruendung);
}

/** A specific Baustein holds only together with its general one: it takes it along, and neither may be left out alone. */
function withGeneral(
  bausteine: readonly ModelledBaustein[],
  decided: readonly NewDecision[],
  current: ReadonlyMap<string, NewDecision>,
): NewDecision[] {
  const after = new Map([...current, ...decided.map((decision) => [decision.baustein, decision] as const)]);
  const taken = new Map<string, NewDecision>();
  for (const { id, general } of bausteine) {
    if (general === null || after.get(id)?.verwendet !== 'ja') continue;
    const state = after.get(general);
    if (state?.verwendet === 'nein') {
      throw new InvalidDataError(
        `${id} wird verwendet, der allgemeine Baustein ${general} nicht; ${general} gehört immer dazu.`,
        `Zuerst ${general} auf „ja“ setzen oder ${id} auf „nein“.`,
      );
    }
    if (state === undefined) taken.set(general, { baustein: general, verwendet: 'ja', begruendung: null });
  }
  return [...decided, ...taken.values()];
}

function preview(
  slug: string,
  bausteine: readonly ModelledBaustein[],
  decided: readonly NewDecision[],
): CommandJson['modellierung setzen'] {
  const titles = new Map(bausteine.map(({ id, title }) => [id, title]));
  return {
    kommune: slug,
    entscheidungen: decided.map(({ baustein, verwendet, begruendung }) => ({
      baustein,
      titel: titles.get(baustein) ?? baustein,
      verwendet,
      begruendung,
    })),
  };
}
