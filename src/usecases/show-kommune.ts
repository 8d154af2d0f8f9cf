import { selectErhebungen } from '../store/assessments.ts';
import { selectDescents } from '../store/herkunft.ts';
import { selectKommune, selectKommunen, selectMerkmale, selectRollen, selectZielobjekte } from '../store/kommunen.ts';
import { type Context, stateAt } from './context.ts';
import { erhebungJson } from './erhebungen.ts';
import type { CommandJson } from './json-schemas.ts';
import { rolleJson } from './rollen.ts';

/** Everything recorded about a Kommune as of the day; a Merkmal never recorded is „unbekannt“. */
export async function showKommune(context: Context, slug: string): Promise<CommandJson['kommune zeigen']> {
  const { store, catalogue } = context;
  const at = stateAt(context);
  const kommune = await selectKommune(store, slug, at);
  const merkmale = await selectMerkmale(store, slug, at);
  const rollen = await selectRollen(store, slug, at);
  const zielobjekte = await selectZielobjekte(store, slug, at);
  const erhebungen = await selectErhebungen(store, slug, at);
  const descents = await selectDescents(store, at, [slug]);
  return {
    ...kommune,
    merkmale: catalogue.vocabulary.merkmale.map(({ id, title }) => ({ id, titel: title, wert: merkmale[id] ?? 'unbekannt' })),
    rollen: rollen.map((rolle) => rolleJson(catalogue, rolle)),
    zielobjekte: zielobjekte.map((z) => ({ ...z, adressen: [...z.adressen] })),
    erhebungen: erhebungen.map(erhebungJson),
    verwaltetDurch: descents.find(({ art }) => art === 'verwaltung')?.von ?? null,
    gruppen: descents.filter(({ art }) => art === 'gruppe').map(({ von }) => von),
  };
}

export async function listKommunen(context: Context): Promise<CommandJson['kommune liste']> {
  const kommunen = await selectKommunen(context.store, stateAt(context));
  return kommunen.map(({ slug, name, art, ags, einwohner }) => ({ slug, name, art, ags, einwohner }));
}
