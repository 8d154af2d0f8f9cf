import type { Schutzziel } from '../domain/catalogue.ts';
import { informationsverbund } from '../domain/kommune.ts';
import {
  computeSchutzbedarf,
  ownValueProblem,
  type SchutzbedarfArt,
  type SchutzbedarfResult,
  type Stufe,
} from '../domain/schutzbedarf.ts';
import { presentOn, type RegisteredZielobjekt } from '../domain/zielobjekte.ts';
import { InvalidDataError } from '../errors.ts';
import { selectKommune } from '../store/kommunen.ts';
import { insertRegisterChange, type NewSchutzbedarf, selectSchutzbedarf } from '../store/zielobjekte.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { findPresent, readRegister } from './zielobjekte.ts';
import { cleanText } from './zielobjekte-felder.ts';

export interface SchutzbedarfRequest {
  kommune: string;
  kuerzel: string;
  ziele: readonly Schutzziel[];
  /** Null: no value of its own any more, only what it inherits. */
  stufe: Stufe | null;
  art: SchutzbedarfArt;
  grund: string;
}

/**
 * Records an own value for one or more Schutzziele of a Zielobjekt.
 * @throws InvalidDataError without reason, for a value beside the inherited one that is not named as deviation
 */
export async function recordSchutzbedarf(
  context: Context,
  request: SchutzbedarfRequest,
): Promise<CommandJson['zielobjekt schutzbedarf']> {
  const kuerzel = request.kuerzel.toUpperCase();
  if (kuerzel === informationsverbund) {
    throw new InvalidDataError(
      'Der Schutzbedarf wird je Zielobjekt festgelegt, nicht für den Informationsverbund.',
      'Bei den Geschäftsprozessen beginnen; was sie brauchen, erbt davon.',
    );
  }
  const begruendung = cleanText(request.grund, 'Die Begründung');
  if (begruendung === null)
    throw new InvalidDataError(
      'Der Schutzbedarf braucht eine Begründung.',
      'Mit --grund sagen, welcher Schaden zu erwarten ist.',
    );
  const at = stateNow(context);
  await selectKommune(context.store, request.kommune, at);
  const words = {
    slug: request.kommune,
    at,
    action: 'zielobjekt.schutzbedarf',
    summary: `Schutzbedarf von ${kuerzel}: ${request.stufe ?? 'geerbt'}`,
  };
  await insertRegisterChange(context.store, words, recordingOf(context), ({ register, schutzbedarf }) => {
    findPresent(register, kuerzel, request.kommune, context.today);
    const results = computeSchutzbedarf(presentOn(register, context.today), schutzbedarf);
    return {
      schutzbedarf: [...new Set(request.ziele)].map((schutzziel) => newValue(request, kuerzel, schutzziel, begruendung, results)),
    };
  });
  const all = await listSchutzbedarf({ ...context, asOf: context.today }, request.kommune);
  return all.filter((each) => each.kuerzel === kuerzel);
}

function newValue(
  { stufe, art }: SchutzbedarfRequest,
  zielobjekt: string,
  schutzziel: Schutzziel,
  begruendung: string,
  results: readonly SchutzbedarfResult[],
): NewSchutzbedarf {
  const current = results.find((each) => each.zielobjekt === zielobjekt && each.schutzziel === schutzziel);
  if (stufe === null) {
    if (current?.eigen) return { zielobjekt, schutzziel, stufe, art: 'festgelegt', begruendung };
    throw new InvalidDataError(`${zielobjekt} hat für ${schutzziel} keine eigene Festlegung.`, 'Da ist nichts aufzuheben.');
  }
  const refused = current === undefined ? null : ownValueProblem(stufe, art, current);
  if (refused !== null) throw new InvalidDataError(`${zielobjekt}, ${schutzziel}: ${refused.problem}`, refused.hint);
  return { zielobjekt, schutzziel, stufe, art, begruendung };
}

/** Computed, own and inherited Schutzbedarf of every Zielobjekt on the context's day. */
export async function listSchutzbedarf(context: Context, slug: string): Promise<CommandJson['zielobjekt schutzbedarf-liste']> {
  const register = await readRegister(context, slug);
  const own = await selectSchutzbedarf(context.store, slug, stateAt(context));
  const byKuerzel = new Map(register.zielobjekte.map((each) => [each.kuerzel, each]));
  return computeSchutzbedarf(register, own).map((result) => schutzbedarfJson(result, byKuerzel.get(result.zielobjekt)));
}

function schutzbedarfJson(
  { zielobjekt, schutzziel, stufe, mindestens, geerbt, geerbtVon, offenBei, ursprung, eigen, abweichung }: SchutzbedarfResult,
  named: RegisteredZielobjekt | undefined,
): CommandJson['zielobjekt schutzbedarf-liste'][number] {
  return {
    kuerzel: zielobjekt,
    name: named?.name ?? zielobjekt,
    typ: named?.typ ?? '',
    schutzziel,
    stufe,
    mindestens,
    geerbt,
    geerbtVon: [...geerbtVon],
    offenBei: [...offenBei],
    ursprung: [...ursprung],
    eigen: eigen?.stufe ?? null,
    art: eigen?.art ?? null,
    grund: eigen?.begruendung ?? null,
    seit: eigen?.validFrom ?? null,
    abweichung,
  };
}
