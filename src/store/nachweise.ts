/** Evidence and what it stands behind. Evidence may serve many Kommunen, so it is recorded in the chain of the system. */
import type { Evidence, EvidenceContent, EvidenceReference } from '../domain/evidence.ts';
import { byNumber, chainOf } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, recordTogether, systemChain, type Writer } from './protokoll.ts';
import { type StateAt, type StateRow, selectState } from './versions.ts';

/** The newest revision of every piece of evidence, by id; withdrawn ones too. */
export async function selectEvidence(store: Store, at: StateAt): Promise<Evidence[]> {
  return (await selectState(store.db, 'nachweis', at)).map(toEvidence).sort(byNumber);
}

/** Every revision of one piece of evidence recorded by then, oldest first. */
export async function selectRevisions(store: Store, id: string, at: StateAt): Promise<Evidence[]> {
  const rows = await store.db
    .selectFrom('nachweis')
    .selectAll()
    .where('id', '=', id)
    .where('recorded_at', '<', at.before)
    .orderBy('row_id')
    .execute();
  return rows.map(toEvidence);
}

/** Every file that was ever recorded, also of older revisions: they stay what answers of their time rested on. */
export async function selectEvidenceFiles(
  store: Store,
): Promise<{ id: string; fassung: number; titel: string; sha256: string }[]> {
  const rows = await store.db
    .selectFrom('nachweis')
    .select(['id', 'fassung', 'titel', 'sha256'])
    .where('sha256', 'is not', null)
    .distinct()
    .execute();
  return rows.flatMap(({ sha256, ...row }) => (sha256 === null ? [] : [{ ...row, sha256 }])).sort(byNumber);
}

/** What evidence stands behind on a day, of one Kommune or of all. */
export async function selectEvidenceReferences(store: Store, at: StateAt, slug?: string): Promise<EvidenceReference[]> {
  const rows = await selectState(store.db, 'nachweis_bezug', at, slug === undefined ? {} : { kommune: slug });
  return rows
    .filter(({ gilt }) => gilt === 1)
    .map(({ kommune, nachweis, zielobjekt, control }) => ({ kommune, nachweis, zielobjekt, control }));
}

export type NewEvidence = Pick<Evidence, 'titel' | 'content' | 'datum' | 'gueltigBis'>;

/** Records evidence and what it stands behind, all or nothing. @returns the id */
export async function insertEvidence(
  store: Store,
  evidence: NewEvidence,
  references: readonly Omit<EvidenceReference, 'nachweis'>[],
  day: string,
  recording: Recording,
): Promise<string> {
  return recordTogether(store, async (together) => {
    const id = await recordChange(
      together,
      systemChain,
      'nachweis.hinzufuegen',
      'Nachweis erfasst',
      recording,
      async (writer) => {
        const row = await writer.db
          .selectFrom('nachweis')
          .select((e) => e.fn.count('id').distinct().as('n'))
          .executeTakeFirst();
        const fresh = `N${Number(row?.n ?? 0) + 1}`;
        await writeEvidence(writer, { ...evidence, id: fresh, fassung: 1, zurueckgezogen: false }, day);
        return fresh;
      },
    );
    await insertReferences(
      together,
      references.map((each) => ({ ...each, nachweis: id })),
      true,
      day,
      recording,
    );
    return id;
  });
}

/** Records a new revision, or that the evidence was withdrawn. */
export async function insertRevision(
  store: Store,
  evidence: Omit<Evidence, 'recordedAt' | 'recordedBy'>,
  day: string,
  recording: Recording,
): Promise<void> {
  const [action, what] = evidence.zurueckgezogen
    ? ['nachweis.zurueckziehen', 'zurückgezogen']
    : ['nachweis.hinzufuegen', 'in neuer Fassung'];
  await recordChange(store, systemChain, action as string, `Nachweis ${evidence.id} ${what}`, recording, (writer) =>
    writeEvidence(writer, evidence, day),
  );
}

/** Records for each Kommune in its own chain what evidence stands behind, or no longer does; all or nothing. */
export async function insertEvidenceReferences(
  store: Store,
  references: readonly EvidenceReference[],
  holds: boolean,
  day: string,
  recording: Recording,
): Promise<void> {
  await recordTogether(store, (together) => insertReferences(together, references, holds, day, recording));
}

async function insertReferences(
  store: Store,
  references: readonly EvidenceReference[],
  holds: boolean,
  day: string,
  recording: Recording,
): Promise<void> {
  for (const [slug, own] of Map.groupBy(references, ({ kommune }) => kommune)) {
    const [action, summary] = holds
      ? ['nachweis.zuordnen', `Nachweis für ${own.length} Anforderungen zugeordnet`]
      : ['nachweis.loesen', `Nachweis für ${own.length} Anforderungen gelöst`];
    await recordChange(store, chainOf(slug), action as string, summary as string, recording, (writer) =>
      writer.insertAll(
        'nachweis_bezug',
        own.map((each) => ({ ...each, gilt: holds ? 1 : 0, valid_from: day })),
      ),
    );
  }
}

async function writeEvidence(writer: Writer, evidence: Omit<Evidence, 'recordedAt' | 'recordedBy'>, day: string): Promise<void> {
  const { id, fassung, titel, content, datum, gueltigBis, zurueckgezogen } = evidence;
  await writer.insert('nachweis', {
    id,
    fassung,
    titel,
    art: content.kind,
    ...(content.kind === 'datei'
      ? { dateiname: content.dateiname, sha256: content.sha256, bytes: content.bytes }
      : { verweis: content.verweis }),
    datum,
    gueltig_bis: gueltigBis,
    zurueckgezogen: zurueckgezogen ? 1 : 0,
    valid_from: day,
  });
}

function toEvidence(row: StateRow<'nachweis'>): Evidence {
  return {
    id: row.id,
    fassung: row.fassung,
    titel: row.titel,
    content: contentOf(row),
    datum: row.datum,
    gueltigBis: row.gueltig_bis,
    zurueckgezogen: row.zurueckgezogen === 1,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
  };
}

/** The table itself sees to it that one of the two is complete. */
function contentOf({ art, dateiname, sha256, bytes, verweis }: StateRow<'nachweis'>): EvidenceContent {
  if (art === 'datei') return { kind: 'datei', dateiname: dateiname ?? '', sha256: sha256 ?? '', bytes: bytes ?? 0 };
  return { kind: 'verweis', verweis: verweis ?? '' };
}
