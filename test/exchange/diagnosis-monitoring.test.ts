/** A diagnosis as Checkmk, Nagios and Prometheus read it. */
import { expect, it } from 'vitest';
import { exportDiagnosis } from '../../src/usecases/export-diagnosis.ts';
import { commandSchemas } from '../../src/usecases/json-schemas.ts';

const fine = commandSchemas.diagnose.parse({
  version: '1.2.0',
  node: { version: '24.15.0', pfad: '/usr/bin/node' },
  nmap: { version: '7.93', pfad: '/usr/bin/nmap' },
  pdf: true,
  pdfUa: true,
  katalog: { id: 'burgward-kommunal', edition: '2026.1', hash: 'a'.repeat(64) },
  datenbank: { pfad: '/var/lib/burgward/b.db', vorhanden: true, beschreibbar: true, kommunen: 4, problem: null },
  zeitplan: { auftraege: 3, gescheitert: [] },
  nachrichten: { empfaenger: 2, gestoert: [] },
  umformuliert: 0,
  hinweise: [],
});
const um = '2026-11-20T06:00:00.000Z';
const bad = {
  ...fine,
  zeitplan: { auftraege: 3, gescheitert: [{ auftrag: 'Z2', art: 'sicherung' as const, um, text: 'voll' }] },
  nachrichten: { empfaenger: 2, gestoert: [{ empfaenger: 'E1', seit: um, versuche: 3, fehler: 'mail | zu\nund "mehr" (!!)' }] },
  umformuliert: 5,
};

it('Checkmk: a service per part, and nothing of a text becomes a state, a metric or a line', () => {
  expect(
    exportDiagnosis(fine, 'checkmk')
      .text.split('\n')
      .map((line) => line.slice(0, 1))
      .join(''),
  ).toBe('00000');
  const lines = exportDiagnosis(bad, 'checkmk').text.trimEnd().split('\n');
  expect(lines).toEqual([
    '0 "burgward Programm" - burgward 1.2.0',
    '0 "burgward Datenbank" kommunen=4 4 Kommunen',
    '1 "burgward Katalog" umformuliert=5 burgward-kommunal 2026.1, 5 Antworten zu neu gefassten Fragen',
    '2 "burgward Zeitplan" auftraege=3|auftraege_gescheitert=1 3 Aufträge, gescheitert: Z2 (sicherung)',
    '2 "burgward Nachrichten" empfaenger=2|empfaenger_gestoert=1 2 Empfänger, es kommt nicht an: E1: mail ¦ zu und "mehr" [!!]',
  ]);
});

it('Nagios: the worst state first, and the number a plugin ends with', () => {
  expect(exportDiagnosis(fine, 'nagios')).toMatchObject({
    state: 0,
    text: expect.stringMatching(/^BURGWARD OK - alles in Ordnung \| kommunen=4 /),
  });
  const { text, state } = exportDiagnosis(bad, 'nagios');
  expect(state).toBe(2);
  expect(text).toMatch(/^BURGWARD CRITICAL - Katalog: [^|]*Zeitplan: [^|]*Nachrichten: [^|]* \| [a-z_=0-9 ]*\n/);
  expect(text.trimEnd().split('\n')).toHaveLength(6);
  expect(exportDiagnosis({ ...fine, nmap: null }, 'nagios').state).toBe(1);
  expect(exportDiagnosis({ ...fine, zeitplan: null, nachrichten: null, umformuliert: null }, 'nagios').state).toBe(3);
});

it('Prometheus: one value per part and number, in its text format', () => {
  const { text } = exportDiagnosis(bad, 'prometheus');
  expect(text).toContain('burgward_zustand{teil="zeitplan"} 2\n');
  expect(text).toContain('burgward_antworten_umformuliert{} 5\n');
  for (const line of text.trimEnd().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) burgward_\w+ .+|burgward_\w+\{([a-z]+="[^"\n]*",?)*\} \d+)$/);
  expect(exportDiagnosis({ ...fine, zeitplan: null }, 'prometheus').text).not.toContain('burgward_auftraege');
});
