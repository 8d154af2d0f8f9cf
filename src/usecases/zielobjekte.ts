import { parseAddress, parseZiel } from '../domain/freigabe.ts';
import type { Zielobjekt } from '../domain/kommune.ts';
import { InvalidDataError } from '../errors.ts';
import { insertZielobjekt, selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import { findById } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

/** @throws InvalidDataError, NotFoundError, AlreadyExistsError */
export async function createZielobjekt(context: Context, zielobjekt: Zielobjekt): Promise<CommandJson['zielobjekt anlegen']> {
  const types = context.catalogue.vocabulary.zielobjektTypes;
  findById(types, zielobjekt.typ, 'Einen Typ', 'Mögliche Typen sind');
  if (zielobjekt.typ === 'informationsverbund') {
    throw new InvalidDataError('Der Informationsverbund gehört zu jeder Kommune schon dazu.', 'Einen anderen Typ wählen.');
  }
  if (!/^[A-Z0-9][A-Z0-9-]{0,19}$/.test(zielobjekt.kuerzel)) {
    throw new InvalidDataError(
      `Das Kürzel „${zielobjekt.kuerzel}“ ist nicht erlaubt.`,
      'Ein Kürzel besteht aus 1 bis 20 Großbuchstaben, Ziffern und Bindestrichen, zum Beispiel WEB1.',
    );
  }
  const name = zielobjekt.name.trim();
  if (name === '') throw new InvalidDataError('Der Name des Zielobjekts fehlt.', 'Mit --name sagen, wie es im Haus heißt.');
  for (const adresse of zielobjekt.adressen) checkAdresse(adresse);
  await selectKommune(context.store, zielobjekt.kommune, stateNow(context));
  await insertZielobjekt(context.store, { ...zielobjekt, name }, context.today, recordingOf(context));
  return { ...zielobjekt, name, adressen: [...zielobjekt.adressen] };
}

/** A host name or address, each optionally with port: `www.beispielhain.de:443`, `[2001:db8::7]:443`. */
function checkAdresse(adresse: string): void {
  const match =
    parseAddress(adresse) === null ? /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(adresse) : [adresse, undefined, adresse];
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3];
  if (host === undefined || (port !== undefined && (Number(port) < 1 || Number(port) > 65535))) {
    throw new InvalidDataError(
      `„${adresse}“ ist keine Adresse.`,
      'Zum Beispiel www.beispielhain.de, 192.0.2.7:443 oder [2001:db8::7]:443.',
    );
  }
  if (parseZiel(host).kind === 'range')
    throw new InvalidDataError(`„${adresse}“ ist ein Bereich.`, 'Für ein Zielobjekt einzelne Namen oder Adressen angeben.');
}

export async function listZielobjekte(context: Context, slug: string): Promise<CommandJson['zielobjekt liste']> {
  const at = stateAt(context);
  await selectKommune(context.store, slug, at);
  const zielobjekte = await selectZielobjekte(context.store, slug, at);
  return zielobjekte.map((z) => ({ ...z, adressen: [...z.adressen] }));
}
