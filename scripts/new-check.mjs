#!/usr/bin/env node
// Lays out a new network check: definition, code, three cases, and its two lines in the registry.
// What it writes fails the checks on purpose until it is filled: empty texts, and cases the skeleton does not meet.
//   npm run new:check dns-caa            npm run new:check http-generator http
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { observationKinds as kinds } from '../src/domain/catalogue.ts';

const [id = '', observes = 'tls', root = fileURLToPath(new URL('..', import.meta.url))] = process.argv.slice(2);

const files = {
  [`controls/checks/${id}.yaml`]: definition(),
  [`src/checks/${id}.ts`]: code(),
  [`test/checks/${id}/situation.met.json`]: checkCase(),
  [`test/checks/${id}/situation.not-met.json`]: checkCase(),
  [`test/checks/${id}/unreachable.undetermined.json`]: checkCase(),
};
const registry = path.join(root, 'src/checks/registry.ts');

const refusal = whyNot();
if (refusal !== null) {
  console.error(refusal);
  process.exitCode = 2;
} else {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content, { flag: 'wx' });
  }
  writeFileSync(registry, registered(readFileSync(registry, 'utf8')));
  console.log(
    `Angelegt:\n${Object.keys(files)
      .map((file) => `  ${file}`)
      .join('\n')}\n  src/checks/registry.ts (zwei Zeilen)`,
  );
  console.log('Jetzt Texte, Urteil und Fälle ausfüllen; „npm run check“ zeigt, was noch fehlt.');
}

function whyNot() {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(id)) return 'Aufruf: npm run new:check KENNUNG [ART], KENNUNG wie dns-caa';
  if (!kinds.includes(observes)) return `Beobachtet werden kann ${kinds.join(', ')}; gefunden „${observes}“.`;
  const taken = Object.keys(files).find((file) => existsSync(path.join(root, file)));
  return taken === undefined ? null : `${taken} gibt es schon.`;
}

function definition() {
  return `# Placeholders: {reason}
id: ${id}
title: ""
question: ""
observes: ${observes}
parameters: {}
severity: mittel
messages:
  met: ""
  not_met: ""
  undetermined: "Das ließ sich nicht ermitteln ({reason})."
remedy: ""
footprint: ""
sources: []
since: "2026.1"
`;
}

function code() {
  return `import type { Check } from '../domain/check.ts';
import { undetermined } from './verdict.ts';

/** States the question, the document with edition and section it follows, and the parameters. */
export const ${constantName()}: Check = (observation, context) => {
  if (observation.kind !== '${observes}') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, {});
  return undetermined(context, 'das Urteil ist noch nicht geschrieben', {});
};
`;
}

function checkCase() {
  const target = { name: 'www.beispielhain.de', address: '192.0.2.7', port: observes === 'port-scan' ? null : 443 };
  const outcome = { seen: false, reason: '' };
  const observation = { kind: observes, target, vantage: 'internet', at: '2026-11-22T09:00:00Z', outcome };
  return `${JSON.stringify({ asOf: '2026-11-22', zielobjekte: [], observation, expected: { text: '' } }, null, 2)}\n`;
}

function constantName() {
  return id.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** Both lines go to their place in the alphabet, as the formatter wants them. */
function registered(source) {
  const lines = source.split('\n');
  insertSorted(lines, /^import .* from '\.\/([a-z0-9-]+)\.ts';$/, `import { ${constantName()} } from './${id}.ts';`);
  insertSorted(lines, /^ {2}'([a-z0-9-]+)': \{ judge:/, `  '${id}': { judge: ${constantName()}, placeholders: ['reason'] },`);
  return lines.join('\n');
}

function insertSorted(lines, pattern, line) {
  const matching = lines.flatMap((each, index) => {
    const found = pattern.exec(each);
    return found === null ? [] : [{ index, id: found[1] }];
  });
  const next = matching.find((each) => each.id > id);
  const last = matching.at(-1);
  if (last === undefined) throw new Error(`registry.ts has no line like ${pattern}`);
  lines.splice(next === undefined ? last.index + 1 : next.index, 0, line);
}
