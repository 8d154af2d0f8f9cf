import { countStates } from '../domain/answers.ts';
import { formatTarget } from '../domain/finding.ts';
import { informationsverbund } from '../domain/kommune.ts';
import { isPresent, neededBy, needsOf, presentOn } from '../domain/zielobjekte.ts';
import { selectKommune } from '../store/kommunen.ts';
import { selectRegister } from '../store/zielobjekte.ts';
import { type Context, stateAt } from './context.ts';
import { evaluateKommune } from './evaluate-kommune.ts';
import type { CommandJson } from './json-schemas.ts';
import { modelKommune } from './modellierung.ts';
import { listSchutzbedarf } from './schutzbedarf.ts';
import { findAny, zielobjektJson } from './zielobjekte.ts';

/** Everything about one Zielobjekt on the context's day; one that is removed shows what is still recorded about it. */
export async function showZielobjekt(context: Context, slug: string, code: string): Promise<CommandJson['zielobjekt zeigen']> {
  const kuerzel = code.toUpperCase();
  const at = stateAt(context);
  await selectKommune(context.store, slug, at);
  const all = await selectRegister(context.store, slug, at);
  const zielobjekt = findAny(all, kuerzel, slug, at.day);
  const { zielobjekte, beziehungen } = presentOn(all, at.day);
  const named = (codes: readonly string[]) =>
    codes.flatMap((each) => {
      const found = zielobjekte.find((other) => other.kuerzel === each);
      return found === undefined ? [] : [{ kuerzel: each, name: found.name, typ: found.typ }];
    });
  const { evaluation, input } = await evaluateKommune(context, slug);
  const asked = input.profile.controls.flatMap((id) => {
    const control = evaluation.controls.get(id);
    const answer = control?.answers.find((each) => each.zielobjekt.kuerzel === kuerzel);
    return control === undefined || answer === undefined ? [] : [{ control: control.control, state: answer.state }];
  });
  const { bausteine } = await modelKommune(context, slug);
  const schutzbedarf = kuerzel === informationsverbund ? [] : await listSchutzbedarf(context, slug);
  return {
    ...zielobjektJson(zielobjekt, needsOf(beziehungen, kuerzel)),
    typTitel: context.catalogue.vocabulary.zielobjektTypes.find(({ id }) => id === zielobjekt.typ)?.title ?? zielobjekt.typ,
    vorhanden: isPresent(zielobjekt, at.day),
    stand: at.day,
    brauchtZielobjekte: named(needsOf(beziehungen, kuerzel)),
    gebrauchtVon: named(neededBy(beziehungen, kuerzel)),
    schutzbedarf: schutzbedarf.filter((each) => each.kuerzel === kuerzel),
    bausteine: bausteine
      .filter((baustein) => baustein.zielobjekte.includes(kuerzel) && baustein.vorschlag !== 'nein')
      .map(({ id, title, quelle, vorschlag, decision }) => ({
        baustein: id,
        titel: title,
        katalog: quelle,
        vorschlag,
        verwendet: decision?.verwendet ?? null,
      })),
    profil: input.profile.id,
    antworten: countStates(asked.map(({ state }) => state)),
    offen: asked
      .filter(({ state }) => state === 'offen' || state === 'zuBestaetigen')
      .map(({ control, state }) => ({ control: control.id, titel: control.title, zustand: state })),
    befunde: input.findings
      .filter((finding) => finding.zielobjekt === kuerzel)
      .map(({ check, target, result, severity, text, seenAt }) => ({
        check,
        ziel: formatTarget(target),
        ergebnis: result,
        schwere: severity,
        text,
        gesehenAm: seenAt,
      })),
  };
}
