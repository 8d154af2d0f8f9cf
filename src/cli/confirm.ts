import { InterruptedError, UsageError } from '../errors.ts';

/**
 * Asks before something that cannot be taken back, unless `--ja` was given. An empty answer means no.
 * @throws UsageError when nobody can be asked, InterruptedError when the answer is no
 */
export async function confirmed(question: string, yes: boolean, canAsk: boolean): Promise<void> {
  if (yes) return;
  if (!canAsk) throw new UsageError(`${question} Ohne Terminal kann niemand gefragt werden.`, 'Mit --ja bestätigen.');
  // Not its `confirm`: that one shows (y/N), takes j for no and prints Yes.
  const { input } = await import('@inquirer/prompts');
  const answer = await input(
    {
      message: `${question} (j/N)`,
      validate: (text) => meaningOf(text) !== undefined || 'Bitte mit j (ja) oder n (nein) antworten.',
      transformer: (text, { isFinal }) => (isFinal ? (meaningOf(text) ?? text) : text),
    },
    // Standard output belongs to the result.
    { output: process.stderr },
  ).catch((error: Error) => {
    if (error.name === 'ExitPromptError') return 'nein';
    throw error;
  });
  if (meaningOf(answer) !== 'ja') throw new InterruptedError('SIGINT', 'Nicht bestätigt.', 'Es wurde nichts geändert.');
}

function meaningOf(answer: string): 'ja' | 'nein' | undefined {
  const word = answer.trim().toLowerCase();
  if (word === 'j' || word === 'ja') return 'ja';
  return word === '' || word === 'n' || word === 'nein' ? 'nein' : undefined;
}
