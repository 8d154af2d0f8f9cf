/** What an audit is likely to ask for, as data: the table `pruefunterlagen` of the catalogue. */
import { z } from 'zod';
import type { Catalogue } from '../domain/catalogue.ts';
import { InvalidDataError } from '../errors.ts';

const part = {
  /** What is missing without it. */
  text: z.string(),
  command: z.string(),
  /** Put in where it exists, not missed where it does not. */
  optional: z.literal(true).optional(),
  /** Not needed where this Merkmal is „nein“. */
  merkmal: z.string().optional(),
};

const partSchema = z.union([
  z.strictObject({ ...part, role: z.string(), day: z.enum(['bestellt', 'gemeldet']) }),
  z.strictObject({
    ...part,
    register: z.string(),
    where: z.strictObject({ field: z.string(), is: z.array(z.string()) }).optional(),
    needs: z.string().optional(),
    needs_text: z.string().optional(),
    needs_command: z.string().optional(),
    may_be_empty: z.literal(true).optional(),
  }),
  z.strictObject({ ...part, evidence: z.array(z.string()).min(1) }),
  z.strictObject({ ...part, zielobjekte: z.literal(true) }),
  z.strictObject({ ...part, report: z.string() }),
  z.strictObject({ ...part, figures: z.literal(true) }),
]);

const paperSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  duties: z.array(z.string()),
  merkmal: z.string().optional(),
  parts: z.array(partSchema).min(1),
});

export type PaperPart = z.infer<typeof partSchema>;
export type RegisterPart = Extract<PaperPart, { register: string }>;
export type RolePart = Extract<PaperPart, { role: string }>;
export type EvidencePart = Extract<PaperPart, { evidence: string[] }>;
export type AuditPaper = z.infer<typeof paperSchema>;

const paperTable = z.object({ entries: z.array(paperSchema).min(1) });

/** @throws InvalidDataError for a catalogue without the table */
export function auditPapers({ tables, edition }: Catalogue): AuditPaper[] {
  const table = paperTable.safeParse(tables['pruefunterlagen']);
  if (table.success) return table.data.entries;
  throw new InvalidDataError(
    `Der Katalog ${edition} sagt nicht, was zu einer Prüfung gehört.`,
    'Einen Katalog mit der Tabelle „pruefunterlagen“ benutzen.',
  );
}
