/** Rules for what a Kommune adds to the shipped catalogue. */
import type { Catalogue } from '../../domain/catalogue.ts';
import { replaceableFrameworks } from '../../domain/catalogue-supplement.ts';
import type { FileProblem } from '../../errors.ts';
import { field, type LintContext, problem } from './context.ts';
import { placedIds } from './ids.ts';

/** An id of the shipped catalogue keeps its meaning; only a framework that may be replaced gives its ids free. */
export function supplementKeepsShippedIds({ files, base }: LintContext): FileProblem[] {
  if (base === undefined) return [];
  const replaced = new Set(files.documents.frameworks.flatMap(({ value }) => [field(value, 'replaces')]));
  const taken = shippedIds(base, (framework) => replaced.has(framework) && replaceableFrameworks.includes(framework));
  return placedIds(files).flatMap(({ id, document, path }) => {
    if (!taken.has(id)) return [];
    const hint = replaceableFrameworks.includes(id) ? ` Eigene Bedingungen treten mit replaces: ${id} an seine Stelle.` : '';
    return [problem(document, path, `Die Kennung ${id} gibt es im mitgelieferten Katalog schon.${hint}`)];
  });
}

function shippedIds(base: Catalogue, isReplaced: (framework: string) => boolean): Set<string> {
  const frameworks = base.frameworks.filter(({ id }) => !isReplaced(id));
  const own = [...base.bausteine, ...base.controls, ...base.checks, ...base.profiles, ...frameworks].map(({ id }) => id);
  return new Set([...own, ...frameworks.flatMap(({ items }) => items.map(({ id }) => id))]);
}

/** `replaces` names what may be replaced, under the same id, and stands only in a Kommune's own files. */
export function onlySupplementsReplace({ files, base }: LintContext): FileProblem[] {
  return files.frameworks.flatMap(({ data, document }) => {
    if (data.replaces === undefined) return [];
    if (base === undefined) return [problem(document, ['replaces'], 'Dieses Feld gibt es nur in eigenen Ergänzungen.')];
    if (!replaceableFrameworks.includes(data.replaces)) {
      return [
        problem(
          document,
          ['replaces'],
          `Ersetzen lässt sich nur ${replaceableFrameworks.join(' oder ')}, nicht ${data.replaces}.`,
        ),
      ];
    }
    if (data.id !== data.replaces)
      return [problem(document, ['id'], `Wer ${data.replaces} ersetzt, trägt dieselbe Kennung: id: ${data.replaces}.`)];
    return [];
  });
}

/** Whether a row holds here, and where the contract has it, is for the Kommune's own conditions to say; a `nein` has its reason. */
export function onlyOwnConditionsSayWhatHolds({ files, base }: LintContext): FileProblem[] {
  return files.frameworks.flatMap(({ data, document }) =>
    data.items.flatMap((item, index) => {
      const path = (field: string) => ['items', index, field];
      const own = (['applies_here', 'contract_ref'] as const).filter((field) => item[field] !== undefined);
      if (base === undefined)
        return own.map((field) => problem(document, path(field), 'Dieses Feld gibt es nur in eigenen Ergänzungen.'));
      return item.applies_here === 'nein' && item.excused === undefined
        ? [problem(document, path('applies_here'), `Wenn eine Zeile nicht gilt, nennt excused den Grund (${item.id}).`)]
        : [];
    }),
  );
}
