/** Rules about frameworks, checks and profiles as a whole. */
import type { FileProblem } from '../../errors.ts';
import { entries, field, type LintContext, problem } from './context.ts';

/** What a Kommune adds may be a framework alone. */
export function catalogueHasBausteine({ files, base }: LintContext): FileProblem[] {
  const needed = base === undefined ? (['bausteine'] as const) : (['bausteine', 'frameworks'] as const);
  if (needed.some((kind) => files.documents[kind].length > 0 || files.unreadableKinds.has(kind))) return [];
  const text =
    base === undefined ? 'Der Katalog enthält keinen Baustein.' : 'Die Ergänzung enthält weder Baustein noch Rahmenwerk.';
  return files.documents.meta.map((document) => problem(document, [], text));
}

/** An item is answered, mapped, excused or not demanded; never forgotten and never two of them. */
export function frameworkItemsAreSettledOnce({ files }: LintContext): FileProblem[] {
  return files.frameworks.flatMap(({ data, document }) =>
    data.items.flatMap((item, index) => {
      const given = (['answered_by', 'mapped', 'excused', 'not_demanded'] as const).filter((key) => item[key] !== undefined);
      if (given.length === 1) return [];
      const path = ['items', index, ...(given[1] === undefined ? [] : [given[1]])];
      return [
        problem(
          document,
          path,
          `Erwartet genau eines von answered_by, mapped, excused oder not_demanded, gefunden ${given.length === 0 ? 'keines' : given.join(' und ')} (${item.id}).`,
        ),
      ];
    }),
  );
}

/**
 * Only a point that is not demanded may leave out what binds, how, and how sure that is. Kind and confidence may be set once
 * for the whole file; a requirement of another catalogue may have its official title only.
 */
export function dutiesAreComplete({ files }: LintContext): FileProblem[] {
  return files.frameworks.flatMap(({ data, document }) =>
    data.items.flatMap((item, index) => {
      if (item.not_demanded !== undefined) return [];
      const given = {
        kind: item.kind ?? data.default_kind,
        duty: data.type === 'mapping' ? (item.duty ?? item.short) : item.duty,
        short: item.short,
        confidence: item.confidence ?? data.default_confidence,
      };
      const missing = (['kind', 'duty', 'short', 'confidence'] as const).filter(
        (key) => given[key] === undefined || given[key].length === 0,
      );
      return missing.map((key) => problem(document, ['items', index, key], `Das Feld fehlt oder ist leer (${item.id}).`));
    }),
  );
}

/** A number nobody can look up is no reference: each table names its source, once or with every entry. */
export function tablesNameTheirSource({ files }: LintContext): FileProblem[] {
  const isNamed = (value: unknown) => {
    const source = field(value, 'source');
    return typeof source === 'string' && source.trim() !== '';
  };
  return files.tables.flatMap(({ data, document }) => {
    const rows = entries(field(data, 'entries'));
    if (isNamed(data) || (rows.length > 0 && rows.every(isNamed))) return [];
    return [problem(document, ['source'], 'Die Tabelle nennt keine Quelle (source), weder im Kopf noch an jedem Eintrag.')];
  });
}

/** A threshold without its edition or without saying how sure it is cannot carry a finding; nor can one that ends before it begins. */
export function tableEntriesAreDated({ files }: LintContext): FileProblem[] {
  return files.tables.flatMap(({ data, document }) =>
    entries(field(data, 'entries')).flatMap((row, index) => {
      const said = (key: string) => field(row, key) ?? field(data, key);
      const at = (key: string, text: string) => [problem(document, ['entries', index, key], text)];
      const from = field(row, 'valid_from');
      const until = field(row, 'valid_until');
      return [
        ...(typeof said('edition') === 'string'
          ? []
          : at('edition', 'Die Ausgabe der Quelle (edition) fehlt, im Kopf und hier.')),
        ...(typeof said('verified') === 'boolean' || entries(said('confidence')).length > 0
          ? []
          : at('verified', 'Es fehlt, ob die Angabe nachgeprüft ist (verified) oder wie sicher sie ist (confidence).')),
        ...[from, until].flatMap((day) =>
          day === undefined || isDay(day)
            ? []
            : at(day === from ? 'valid_from' : 'valid_until', 'Erwartet einen Tag wie "2030-12-31".'),
        ),
        ...(isDay(from) && isDay(until) && from > until ? at('valid_until', 'Das Ende liegt vor dem Anfang (valid_from).') : []),
      ];
    }),
  );
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(value);
}

/** A level is another catalogue's own scale; a law knows none. */
export function levelsStandInMappings({ files }: LintContext): FileProblem[] {
  return files.frameworks.flatMap(({ data, document }) =>
    data.type === 'mapping'
      ? []
      : data.items.flatMap((item, index) =>
          item.level === undefined
            ? []
            : [
                problem(
                  document,
                  ['items', index, 'level'],
                  `Eine Stufe gibt es nur in Rahmenwerken mit type: mapping (${item.id}).`,
                ),
              ],
        ),
  );
}

export function mappedControlsAreListedOnce({ files }: LintContext): FileProblem[] {
  return files.frameworks.flatMap(({ data, document }) =>
    data.items.flatMap(({ mapped }, index) =>
      (mapped?.controls ?? []).flatMap((id, place, all) =>
        all.indexOf(id) === place
          ? []
          : [problem(document, ['items', index, 'mapped', 'controls', place], `Die Anforderung ${id} steht hier zweimal.`)],
      ),
    ),
  );
}

/** What an item names as its generation is defined in the head of the file. */
export function generationsResolve({ files }: LintContext): FileProblem[] {
  return files.frameworks.flatMap(({ data, document }) => {
    const defined = (data.generations ?? []).map(({ id }) => id);
    const twice = defined.flatMap((id, index) =>
      defined.indexOf(id) === index
        ? []
        : [problem(document, ['generations', index, 'id'], `Die Generation ${id} gibt es schon.`)],
    );
    const unknown = data.items.flatMap((item, index) =>
      (item.generations ?? []).flatMap((id, place) =>
        defined.includes(id)
          ? []
          : [
              problem(
                document,
                ['items', index, 'generations', place],
                `Die Generation „${id}“ steht nicht im Kopf der Datei (vorhanden: ${defined.join(', ') || 'keine'}).`,
              ),
            ],
      ),
    );
    return [...twice, ...unknown];
  });
}

export function checksHaveCode({ files, knownChecks }: LintContext): FileProblem[] {
  if (knownChecks === undefined) return [];
  return files.checks.flatMap(({ data, document }) =>
    Object.hasOwn(knownChecks, data.id) ? [] : [problem(document, ['id'], `Zu der Prüfung ${data.id} gehört kein Programmteil.`)],
  );
}

/** A sentence with a placeholder nobody fills would fail only when somebody's server is checked. */
export function messagesUseKnownPlaceholders({ files, knownChecks }: LintContext): FileProblem[] {
  return files.checks.flatMap(({ data, document }) =>
    Object.entries(data.messages).flatMap(([key, message]) => {
      const path = ['messages', key];
      const filled = knownChecks !== undefined && Object.hasOwn(knownChecks, data.id) ? knownChecks[data.id] : undefined;
      const used = [...(message ?? '').matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
      const unknown = used.filter((name) => (filled === undefined ? !/^[a-z][A-Za-z]*$/.test(name) : !filled.includes(name)));
      const broken = /[{}]/.test((message ?? '').replace(/\{[^{}]*\}/g, ''));
      return [
        ...unknown.map((name) =>
          problem(
            document,
            path,
            `Den Platzhalter {${name}} füllt diese Prüfung nicht${filled === undefined ? '' : ` (möglich: ${filled.map((each) => `{${each}}`).join(', ')})`}.`,
          ),
        ),
        ...(broken ? [problem(document, path, 'Eine geschweifte Klammer steht allein.')] : []),
      ];
    }),
  );
}

/** A date until which something is tolerated needs the sentence that says so. */
export function phaseOutHasItsSentence({ files }: LintContext): FileProblem[] {
  return files.checks.flatMap(({ data, document }) =>
    data.parameters['use_until'] !== undefined && data.messages.phase_out === undefined
      ? [problem(document, ['messages', 'phase_out'], 'Das Feld fehlt; mit use_until ist ein Satz für die Übergangszeit nötig.')]
      : [],
  );
}

export function profilesListControlsOnce({ files }: LintContext): FileProblem[] {
  return files.profiles.flatMap(({ data, document }) => {
    const seen = new Set<string>();
    return data.controls.flatMap(({ id }, index) => {
      if (seen.has(id)) return [problem(document, ['controls', index, 'id'], `Die Anforderung ${id} steht schon weiter oben.`)];
      seen.add(id);
      return [];
    });
  });
}

export function profilesListFactsOnce({ files }: LintContext): FileProblem[] {
  return files.profiles.flatMap(({ data, document }) => {
    const names = (data.facts ?? []).map((entry) => ('fact' in entry ? entry.fact : entry.merkmal));
    return names.flatMap((name, index) =>
      names.indexOf(name) === index ? [] : [problem(document, ['facts', index], `Die Angabe ${name} steht schon weiter oben.`)],
    );
  });
}

/** The profile `sofort` is promised as thirty requirements and twelve facts for the first weeks. */
const sofortControls = 30;
const sofortFacts = 12;

export function sofortHasItsSize({ files }: LintContext): FileProblem[] {
  return files.profiles.flatMap(({ data, document }) => {
    if (data.id !== 'sofort') return [];
    const expected = (field: 'controls' | 'facts', size: number, noun: string) => {
      const found = data[field]?.length ?? 0;
      return found === size
        ? []
        : [problem(document, [field], `Das Profil sofort umfasst genau ${size} ${noun}, gefunden ${found}.`)];
    };
    return [...expected('facts', sofortFacts, 'Angaben'), ...expected('controls', sofortControls, 'Anforderungen')];
  });
}
