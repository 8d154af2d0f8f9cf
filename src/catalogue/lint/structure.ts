/** Rules about frameworks, checks and profiles as a whole. */
import type { FileProblem } from '../../errors.ts';
import { type LintContext, problem } from './context.ts';

export function catalogueHasBausteine({ files }: LintContext): FileProblem[] {
  if (files.documents.bausteine.length > 0 || files.unreadableKinds.has('bausteine')) return [];
  return files.documents.meta.map((document) => problem(document, [], 'Der Katalog enthält keinen Baustein.'));
}

/** An item is mapped, excused or not demanded; never forgotten and never two of them. */
export function frameworkItemsAreSettledOnce({ files }: LintContext): FileProblem[] {
  return files.frameworks.flatMap(({ data, document }) =>
    data.items.flatMap((item, index) => {
      const given = (['answered_by', 'excused', 'not_demanded'] as const).filter((key) => item[key] !== undefined);
      if (given.length === 1) return [];
      const path = ['items', index, ...(given[1] === undefined ? [] : [given[1]])];
      return [
        problem(
          document,
          path,
          `Erwartet genau eines von answered_by, excused oder not_demanded, gefunden ${given.length === 0 ? 'keines' : given.join(' und ')} (${item.id}).`,
        ),
      ];
    }),
  );
}

/** Only a point that is not demanded may leave out what binds, how, and how sure that is. */
export function dutiesAreComplete({ files }: LintContext): FileProblem[] {
  return files.frameworks.flatMap(({ data, document }) =>
    data.items.flatMap((item, index) => {
      if (item.not_demanded !== undefined) return [];
      const missing = (['kind', 'duty', 'short', 'confidence'] as const).filter(
        (key) => item[key] === undefined || item[key].length === 0,
      );
      return missing.map((key) => problem(document, ['items', index, key], `Das Feld fehlt oder ist leer (${item.id}).`));
    }),
  );
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

/** The profile `sofort` is promised as thirty requirements for the first weeks. */
const sofortSize = 30;

export function sofortHasThirtyControls({ files }: LintContext): FileProblem[] {
  return files.profiles.flatMap(({ data, document }) =>
    data.id === 'sofort' && data.controls.length !== sofortSize
      ? [
          problem(
            document,
            ['controls'],
            `Das Profil sofort umfasst genau ${sofortSize} Anforderungen, gefunden ${data.controls.length}.`,
          ),
        ]
      : [],
  );
}
