import type { Kysely } from 'kysely';
import type { Schutzziel } from '../domain/catalogue.ts';
import type { ModellierungDecision } from '../domain/modellierung.ts';
import type { OwnSchutzbedarf, SchutzbedarfArt, Stufe } from '../domain/schutzbedarf.ts';
import type { Beziehung, Register, RegisteredZielobjekt } from '../domain/zielobjekte.ts';
import { chainOf } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange } from './protokoll.ts';
import type { Database } from './schema.ts';
import { parseStored } from './stored-json.ts';
import { type StateAt, selectState } from './versions.ts';

/** Zielobjekte and links of a Kommune, those removed included. */
export async function selectRegister(store: Store, slug: string, at: StateAt): Promise<Register> {
  return registerOf(store.db, slug, at);
}

async function registerOf(db: Kysely<Database>, slug: string, at: StateAt): Promise<Register> {
  const zielobjekte = await selectState(db, 'zielobjekt', at, { kommune: slug });
  const beziehungen = await selectState(db, 'zielobjekt_beziehung', at, { kommune: slug });
  return {
    zielobjekte: zielobjekte.map((row) => ({
      kuerzel: row.kuerzel,
      kommune: row.kommune,
      typ: row.typ,
      name: row.name,
      adressen: parseStored<string[]>(row.adressen),
      zweck: row.zweck,
      anzahl: row.anzahl,
      plattform: row.plattform,
      standort: row.standort,
      verantwortlich: row.verantwortlich,
      benutzer: row.benutzer,
      entferntAm: row.entfernt_am,
      validFrom: row.valid_from,
    })),
    beziehungen: beziehungen.filter(({ gilt }) => gilt === 1).map(({ von, nach }) => ({ von, nach })),
  };
}

/** Own values of the Schutzbedarf; what was given back to inheritance is left out. */
export async function selectSchutzbedarf(store: Store, slug: string, at: StateAt): Promise<OwnSchutzbedarf[]> {
  return schutzbedarfOf(store.db, slug, at);
}

async function schutzbedarfOf(db: Kysely<Database>, slug: string, at: StateAt): Promise<OwnSchutzbedarf[]> {
  const rows = await selectState(db, 'schutzbedarf', at, { kommune: slug });
  return rows.flatMap(({ zielobjekt, schutzziel, stufe, art, begruendung, valid_from }) =>
    stufe === null ? [] : { zielobjekt, schutzziel, stufe, art, begruendung, validFrom: valid_from },
  );
}

export async function selectModellierung(store: Store, slug: string, at: StateAt): Promise<ModellierungDecision[]> {
  return modellierungOf(store.db, slug, at);
}

async function modellierungOf(db: Kysely<Database>, slug: string, at: StateAt): Promise<ModellierungDecision[]> {
  const rows = await selectState(db, 'modellierung', at, { kommune: slug });
  return rows.map(({ baustein, verwendet, begruendung, valid_from }) => ({
    baustein,
    verwendet,
    begruendung,
    validFrom: valid_from,
  }));
}

/** A value of the Schutzbedarf to be recorded; without `stufe` only what is inherited counts again. */
export interface NewSchutzbedarf {
  zielobjekt: string;
  schutzziel: Schutzziel;
  stufe: Stufe | null;
  art: SchutzbedarfArt;
  begruendung: string;
}

/** What a change is based on, read in the transaction that writes it. */
export interface RegisterState {
  register: Register;
  schutzbedarf: readonly OwnSchutzbedarf[];
  modellierung: readonly ModellierungDecision[];
}

/** Rows a change writes; what is left out stays as it is. */
export interface RegisterChange {
  /** Each as a new version that holds from its `validFrom`. */
  zielobjekte?: readonly RegisteredZielobjekt[];
  verbunden?: readonly Beziehung[];
  getrennt?: readonly Beziehung[];
  schutzbedarf?: readonly NewSchutzbedarf[];
  modellierung?: readonly Omit<ModellierungDecision, 'validFrom'>[];
}

/** Which Kommune, at which state, and what the Protokoll calls the change. */
export interface RegisterRequest {
  slug: string;
  /** State the change is based on; its day is that from which links, Schutzbedarf and decisions hold. */
  at: StateAt;
  action: string;
  summary: string;
}

/**
 * Changes the register in one entry of the Protokoll. Errors thrown by `plan` leave everything as it was; a plan without rows
 * writes no entry.
 */
export async function insertRegisterChange<P extends RegisterChange>(
  store: Store,
  { slug, at, action, summary }: RegisterRequest,
  recording: Recording,
  plan: (state: RegisterState) => P,
): Promise<P> {
  return recordChange(store, chainOf(slug), action, summary, recording, async (writer) => {
    const planned = plan({
      register: await registerOf(writer.db, slug, at),
      schutzbedarf: await schutzbedarfOf(writer.db, slug, at),
      modellierung: await modellierungOf(writer.db, slug, at),
    });
    const own = { kommune: slug, valid_from: at.day };
    const { zielobjekte = [], verbunden = [], getrennt = [], schutzbedarf = [], modellierung = [] } = planned;
    await writer.insertAll('zielobjekt', zielobjekte.map(zielobjektRow));
    const beziehungen = [...verbunden.map((b) => ({ ...b, gilt: 1 })), ...getrennt.map((b) => ({ ...b, gilt: 0 }))];
    await writer.insertAll(
      'zielobjekt_beziehung',
      beziehungen.map((beziehung) => ({ ...own, ...beziehung })),
    );
    await writer.insertAll(
      'schutzbedarf',
      schutzbedarf.map((value) => ({ ...own, ...value })),
    );
    await writer.insertAll(
      'modellierung',
      modellierung.map((decision) => ({ ...own, ...decision })),
    );
    return planned;
  });
}

function zielobjektRow({ validFrom, entferntAm, adressen, ...same }: RegisteredZielobjekt) {
  return { ...same, adressen: JSON.stringify(adressen), entfernt_am: entferntAm, valid_from: validFrom };
}
