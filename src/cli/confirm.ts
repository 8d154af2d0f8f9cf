import { InterruptedError, UsageError } from '../errors.ts';

/**
 * Asks before something that cannot be taken back, unless `--ja` was given.
 * @throws UsageError when nobody can be asked, InterruptedError when the answer is no
 */
export async function confirmed(question: string, yes: boolean, canAsk: boolean): Promise<void> {
  if (yes) return;
  if (!canAsk) throw new UsageError(`${question} Ohne Terminal kann niemand gefragt werden.`, 'Mit --ja bestätigen.');
  const { confirm } = await import('@inquirer/prompts');
  const answer = await confirm({ message: question, default: false }).catch((error: Error) => {
    if (error.name === 'ExitPromptError') return false;
    throw error;
  });
  if (!answer) throw new InterruptedError('SIGINT', 'Nicht bestätigt.', 'Es wurde nichts geändert.');
}
