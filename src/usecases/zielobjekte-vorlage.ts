import type { Catalogue, Condition } from '../domain/catalogue.ts';
import { evaluateCondition } from '../domain/conditions.ts';
import { linkProblem, type Register } from '../domain/zielobjekte.ts';
import { selectKommune, selectMerkmale } from '../store/kommunen.ts';
import { insertRegisterChange, selectRegister } from '../store/zielobjekte.ts';
import { findById } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import { planJson } from './import-zielobjekte.ts';
import type { CommandJson } from './json-schemas.ts';
import { newZielobjekt } from './zielobjekte-felder.ts';
import { planRegister, type WantedZielobjekt } from './zielobjekte-plan.ts';

/** A ready set of Zielobjekte, from the catalogue's table. */
interface Vorlage {
  id: string;
  title: string;
  zielobjekte: readonly VorlageRow[];
}

interface VorlageRow {
  kuerzel: string;
  typ: string;
  name: string;
  zweck?: string | undefined;
  needs?: readonly string[] | undefined;
  applies_if?: Condition | undefined;
}

/**
 * Adds what a ready set names and the register does not have. A code that was ever used is left alone, its links too; rows whose
 * Merkmal is „nein“ are left out.
 * @throws NotFoundError naming the sets there are
 */
export async function useVorlage(
  context: Context,
  request: { kommune: string; vorlage: string; probe: boolean },
): Promise<CommandJson['zielobjekt vorlage']> {
  const at = stateNow(context);
  const vorlage = findById(vorlagenOf(context.catalogue), request.vorlage, 'Eine Vorlage', 'Vorhanden sind');
  const kommune = await selectKommune(context.store, request.kommune, at);
  const merkmale = await selectMerkmale(context.store, kommune.slug, at);
  const rows = vorlage.zielobjekte.filter((row) => evaluateCondition(row.applies_if, merkmale).value !== 'nein');
  const plan = (register: Register) => planRegister(kommune.slug, register, wantedOf(rows, register), context.today, () => {});
  const preview = plan(await selectRegister(context.store, kommune.slug, at));
  const summary = `Vorlage ${vorlage.id}: ${preview.neu.length} Zielobjekte angelegt`;
  const words = { slug: kommune.slug, at, action: 'zielobjekt.vorlage', summary };
  const isWritten = !request.probe && preview.neu.length > 0;
  const done = isWritten
    ? await insertRegisterChange(context.store, words, recordingOf(context), ({ register }) => plan(register))
    : preview;
  const isNew = new Set(done.neu);
  return {
    kommune: kommune.slug,
    vorlage: vorlage.id,
    titel: vorlage.title,
    probe: request.probe,
    neu: planJson(done).neu,
    beziehungen: done.verbunden.length,
    vorhanden: rows.map(({ kuerzel }) => kuerzel).filter((kuerzel) => !isNew.has(kuerzel)),
    ausgelassen: vorlage.zielobjekte.filter((row) => !rows.includes(row)).map(({ kuerzel }) => kuerzel),
  };
}

export function vorlagenOf(catalogue: Catalogue): readonly Vorlage[] {
  return (catalogue.tables['zielobjekt-vorlagen'] as { entries: readonly Vorlage[] }).entries;
}

/** Only what is new, and only links that can be made: what the Kommune has already may be of another type than the set thinks. */
function wantedOf(rows: readonly VorlageRow[], register: Register): WantedZielobjekt[] {
  const known = new Map(register.zielobjekte.map((each) => [each.kuerzel, each]));
  const targets = new Map(
    rows.map((row) => [
      row.kuerzel,
      known.get(row.kuerzel) ?? newZielobjekt('', row.kuerzel, { typ: row.typ, name: row.name }, ''),
    ]),
  );
  return rows
    .filter(({ kuerzel }) => !known.has(kuerzel))
    .map(({ kuerzel, typ, name, zweck = null, needs = [] }) => ({
      row: 0,
      kuerzel,
      fields: { typ, name, zweck },
      braucht: needs.filter((code) => {
        const [von, nach] = [targets.get(kuerzel), targets.get(code)];
        return von !== undefined && nach !== undefined && nach.entferntAm === null && linkProblem(von, nach) === null;
      }),
    }));
}
