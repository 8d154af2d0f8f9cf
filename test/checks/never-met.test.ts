/** Failing to look is never a passed control: every check, every kind it looks at, every way of having seen nothing. */
import { describe, expect, test } from 'vitest';
import { checkRegistry } from '../../src/checks/registry.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { vantages } from '../../src/domain/observation.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';

const catalogue = await shippedCatalogue();

const reasons = [
  'Der Host hat nicht geantwortet.',
  'Keine Antwort innerhalb der Zeitgrenze.',
  'Die Verbindung wurde abgelehnt.',
  'Der Name ließ sich nicht auflösen.',
  'nmap fehlt.',
  'Die Prüfung wurde abgebrochen.',
];
const ports = [null, 22, 25, 53, 80, 443, 3389];

describe.for(catalogue.checks.map(({ id, observes }) => ({ id, observes })))('$id', ({ id, observes }) => {
  test.for(observes.map((kind) => ({ kind })))('has nothing to praise when no $kind was seen', ({ kind }) => {
    const definition = catalogue.checks.find((check) => check.id === id);
    const judge = checkRegistry[id]?.judge;
    if (definition === undefined || judge === undefined) throw new Error(`${id} is not complete`);
    for (const reason of reasons) {
      for (const vantage of vantages) {
        for (const port of ports) {
          const target = { name: 'www.beispielhain.de', address: '192.0.2.7', port };
          const observation = { kind, target, vantage, at: '2026-11-22T09:00:00Z', outcome: { seen: false, reason } };
          const verdict = judge(observation as Observation, {
            definition,
            asOf: '2026-11-22',
            zielobjekte: [{ kuerzel: 'W', kommune: 'b', typ: 'webserver', name: 'W', adressen: ['192.0.2.7:443'] }],
            tables: catalogue.tables,
          });
          expect(verdict === null ? 'none' : verdict.result).toMatch(/^(none|undetermined)$/);
          if (verdict !== null) expect(verdict.text).toContain(reason.replace(/\.$/, ''));
        }
      }
    }
  });
});
