/** Looks into a database whenever it is asked to, and says how many answers it found and whether all chains hold: `node looking-child.ts DATEI`. */
import { selectAssessments } from '../../src/store/assessments.ts';
import { openStore } from '../../src/store/open.ts';
import { readTogether, selectChains, verifyChain } from '../../src/store/protokoll.ts';

const [path = ''] = process.argv.slice(2);
const today = { day: '2026-12-31', before: '9999-12-31T00:00:00.000Z' };

/** What one look found. */
export interface Look {
  answers: number;
  problems: string[];
}

process.on('message', async () => {
  const store = await openStore(path);
  try {
    const found = await readTogether(store, async (state): Promise<Look> => {
      const answers = (await selectAssessments(state, 'beispielhain', today)).length;
      const problems: string[] = [];
      for (const chain of await selectChains(state))
        problems.push(...(await verifyChain(state, chain, null)).problems.map(({ text }) => text));
      return { answers, problems };
    });
    process.send?.(found);
  } finally {
    await store.close();
  }
});
process.send?.('ready');
