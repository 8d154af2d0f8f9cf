/**
 * Records answers one by one and says so on standard output after each came back: `node recording-child.ts DATEI NAME VON BIS`.
 * Tests kill it, run it beside itself and take its disk away.
 */
import { writeSync } from 'node:fs';
import { ExpectedError } from '../../src/errors.ts';
import { insertAssessments } from '../../src/store/assessments.ts';
import { openStore } from '../../src/store/open.ts';

const [path = '', name = '', from = '0', to = '0'] = process.argv.slice(2);

try {
  const store = await openStore(path);
  for (let number = Number(from); number < Number(to); number += 1) {
    const control = `${name}-${number}`;
    const answer = {
      kommune: 'beispielhain',
      zielobjekt: 'VERBUND',
      control,
      catalogueId: 'burgward-kommunal',
      catalogueEdition: '2026.1',
      status: 'teilweise' as const,
      grund: null,
      begruendung: 'Im Serverraum angesehen, Türschließung fehlt noch.',
      nachweis: null,
      notiz: null,
      verantwortlich: null,
      bis: null,
      saidBy: name,
      source: 'interview' as const,
      validFrom: '2026-11-20',
      reviewDue: '2027-11-20',
      paket: null,
      controlHash: null,
    };
    const round = { kommune: 'beispielhain', name: 'laufende Erhebung', profil: 'einstieg', begonnen: '2026-11-20' };
    await insertAssessments(store, [answer], round, { at: new Date().toISOString(), by: name });
    writeSync(1, `${control}\n`);
  }
  await store.close();
} catch (error) {
  if (!(error instanceof ExpectedError)) throw error;
  writeSync(2, `${error.message}\n${error.hint}\n`);
  process.exitCode = error.exitCode;
}
