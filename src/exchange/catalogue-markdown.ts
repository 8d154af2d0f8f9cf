/** The catalogue as a text to read and print: Bausteine in their order, control by control. */
import type { Catalogue, Control, Vocabulary } from '../domain/catalogue.ts';

export function catalogueMarkdown(catalogue: Catalogue): string {
  const { title, edition, id, hash, licence, bausteine, controls, vocabulary } = catalogue;
  const head = [`# ${inline(title)}`, `Ausgabe ${edition} (${id}), Lizenz der Texte ${licence}.\nPrüfsumme ${hash}.`];
  const parts = bausteine.flatMap((baustein) => [
    `## ${baustein.id} ${inline(baustein.title)}`,
    inline(baustein.purpose),
    ...controls.filter((control) => control.baustein === baustein.id).map((control) => controlText(control, vocabulary)),
  ]);
  return `${[...head, ...parts].join('\n\n')}\n`;
}

function controlText(control: Control, vocabulary: Vocabulary): string {
  const role = vocabulary.roles.find(({ id }) => id === control.role)?.title ?? control.role;
  const { retired } = control;
  return [
    `### ${control.id} ${inline(control.title)}`,
    ...(retired === undefined ? [] : [`Zurückgezogen mit Ausgabe ${retired.in}: ${inline(retired.reason)}`]),
    inline(control.requirement),
    `**Frage:** ${inline(control.question)}`,
    `**Warum:** ${inline(control.rationale)}`,
    `**Folge:** ${inline(control.consequence)}`,
    `**So geht es:** ${inline(control.help)}`,
    [
      `- Nachweise: ${control.evidence.map(inline).join('; ')}`,
      `- Zuständig: ${inline(role)}`,
      `- ${control.obligation}, Stufe ${control.level}, Wirkung ${control.effect} von 3, Aufwand Klasse ${control.effort} von 5 (Schätzung)`,
      `- Gefährdungen: ${control.threats.join(', ')}; prüfen alle ${control.reviewAfter}`,
    ].join('\n'),
  ].join('\n\n');
}

/** One paragraph in which nothing is taken for markup. */
function inline(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`);
}
