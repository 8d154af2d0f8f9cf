/** Many Zielobjekte at once, from a list or a ready set: what would become of the register. Pure. */
import { informationsverbund } from '../domain/kommune.ts';
import {
  type Beziehung,
  circleWith,
  isPresent,
  linkProblem,
  needsOf,
  type Register,
  type RegisteredZielobjekt,
} from '../domain/zielobjekte.ts';
import { changedFields, newZielobjekt, type ZielobjektFields } from './zielobjekte-felder.ts';

/** What a row says about one Zielobjekt; what is not there stays as it is. */
export interface WantedZielobjekt {
  /** Row of the file, for messages. */
  row: number;
  kuerzel: string;
  fields: Partial<ZielobjektFields>;
  /** Fields whose cell is filled but wrong; they were told already and are not missing. */
  faulty?: ReadonlySet<string>;
  /** All it needs; undefined: as it is. */
  braucht?: readonly string[] | undefined;
}

export interface FieldChange {
  feld: string;
  vorher: string | null;
  nachher: string | null;
}

export interface RegisterPlan {
  zielobjekte: RegisteredZielobjekt[];
  verbunden: Beziehung[];
  getrennt: Beziehung[];
  neu: string[];
  geaendert: { kuerzel: string; felder: FieldChange[] }[];
  unveraendert: number;
}

/** Tells a problem of a row; `column` by our name of the field. */
export type ReportRow = (row: number, column: string | null, text: string) => void;

/** Plans new, changed and unchanged Zielobjekte with their links; problems are told, all of them, and then nothing may be written. */
export function planRegister(
  kommune: string,
  register: Register,
  wanted: readonly WantedZielobjekt[],
  day: string,
  report: ReportRow,
): RegisterPlan {
  const before = new Map(register.zielobjekte.map((each) => [each.kuerzel, each]));
  const after = new Map(before);
  const neu: string[] = [];
  const changed: RegisteredZielobjekt[] = [];
  for (const { row, kuerzel, fields, faulty } of wanted) {
    const known = before.get(kuerzel);
    if (known === undefined) {
      const { typ, name } = fields;
      if (typ === undefined && !faulty?.has('typ')) report(row, 'typ', 'fehlt.');
      if (name === undefined && !faulty?.has('name')) report(row, 'name', 'fehlt.');
      after.set(kuerzel, newZielobjekt(kommune, kuerzel, { ...fields, typ: typ ?? '', name: name ?? '' }, day));
      neu.push(kuerzel);
      continue;
    }
    if (!isPresent(known, day))
      report(
        row,
        'kuerzel',
        `${kuerzel} wurde entfernt. Zuerst mit „burgward zielobjekt aendern ${kuerzel} --wieder“ wieder aufnehmen.`,
      );
    const next = { ...known, ...fields, validFrom: day };
    after.set(kuerzel, next);
    if (changedFields(known, next).length > 0) changed.push(next);
  }
  const links = planLinks(register, after, wanted, day, report);
  const touched = new Set([...links.verbunden, ...links.getrennt].map(({ von }) => von));
  const geaendert = wanted.flatMap(({ kuerzel, braucht }) => {
    const known = before.get(kuerzel);
    const next = after.get(kuerzel);
    if (known === undefined || next === undefined) return [];
    const felder = [
      ...changedFields(known, next),
      ...(touched.has(kuerzel) ? [linkChange(register, kuerzel, braucht ?? [])] : []),
    ];
    return felder.length === 0 ? [] : [{ kuerzel, felder }];
  });
  return {
    zielobjekte: [...neu.flatMap((kuerzel) => after.get(kuerzel) ?? []), ...changed],
    ...links,
    neu,
    geaendert,
    unveraendert: wanted.length - neu.length - geaendert.length,
  };
}

function linkChange({ beziehungen }: Register, kuerzel: string, braucht: readonly string[]): FieldChange {
  const words = (codes: readonly string[]) => (codes.length === 0 ? null : [...codes].sort().join(', '));
  return { feld: 'Braucht', vorher: words(needsOf(beziehungen, kuerzel)), nachher: words([...new Set(braucht)]) };
}

function planLinks(
  register: Register,
  after: ReadonlyMap<string, RegisteredZielobjekt>,
  wanted: readonly WantedZielobjekt[],
  day: string,
  report: ReportRow,
): Pick<RegisterPlan, 'verbunden' | 'getrennt'> {
  const said = new Map(
    wanted.flatMap(({ kuerzel, braucht }) => (braucht === undefined ? [] : [[kuerzel, new Set(braucht)] as const])),
  );
  const isThere = (kuerzel: string) => {
    const found = after.get(kuerzel);
    return found !== undefined && isPresent(found, day);
  };
  // A link to something removed is not part of what a list can say.
  const getrennt = register.beziehungen.filter(({ von, nach }) => said.get(von)?.has(nach) === false && isThere(nach));
  const standing = register.beziehungen.filter((beziehung) => !getrennt.includes(beziehung));
  const verbunden: Beziehung[] = [];
  for (const { row, kuerzel, braucht = [] } of wanted) {
    const von = after.get(kuerzel);
    if (von === undefined) continue;
    for (const code of new Set(braucht)) {
      const nach = isThere(code) ? after.get(code) : undefined;
      if (nach === undefined) report(row, 'braucht', `Ein Zielobjekt „${code}“ gibt es weder in der Liste noch in der Kommune.`);
      if (nach === undefined || von.typ === '' || nach.typ === '') continue;
      const problem = linkProblem(von, nach);
      if (problem !== null) report(row, 'braucht', problem);
      if (problem !== null || standing.some((each) => each.von === kuerzel && each.nach === code)) continue;
      const circle = circleWith([...standing, ...verbunden], { von: kuerzel, nach: code });
      if (circle !== null) report(row, 'braucht', `Das ergäbe einen Kreis: ${circle.join(' → ')}.`);
      else verbunden.push({ von: kuerzel, nach: code });
    }
  }
  reportTurnedLinks(standing, after, wanted, report);
  return { verbunden, getrennt };
}

/** A changed type must not turn links around that the list says nothing about. */
function reportTurnedLinks(
  standing: readonly Beziehung[],
  after: ReadonlyMap<string, RegisteredZielobjekt>,
  wanted: readonly WantedZielobjekt[],
  report: ReportRow,
): void {
  const rows = new Map(wanted.map(({ kuerzel, row }) => [kuerzel, row]));
  const restated = new Set(wanted.flatMap(({ kuerzel, braucht }) => (braucht === undefined ? [] : [kuerzel])));
  for (const { von, nach } of standing) {
    const row = rows.get(von) ?? rows.get(nach);
    const [needing, needed] = [after.get(von), after.get(nach)];
    if (row === undefined || needing === undefined || needed === undefined || restated.has(von)) continue;
    if (needing.kuerzel === informationsverbund) continue;
    const problem = needing.typ === '' || needed.typ === '' ? null : linkProblem(needing, needed);
    if (problem !== null) report(row, 'typ', problem);
  }
}
