/** For checks that look at several things at once: each fault has its words and its risk in the definition, under its id. */
import { type Severity, severities } from '../domain/catalogue.ts';
import type { CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import { cleanValue, fillMessage, textMapParameter, undetermined, verdict } from './verdict.ts';

export interface Fault {
  /** Id among the parameters `faults` and `severities`. */
  id: string;
  /** From the network; cleaned here. */
  values?: Readonly<Record<string, string>>;
}

export interface Look {
  faults: readonly Fault[];
  /** German; what could not be found out. It matters only where no fault was found. */
  gaps: readonly string[];
  /** For the other placeholders of the sentences. */
  values?: Readonly<Record<string, string>>;
}

/** Most faults in one sentence. */
const maxNamed = 8;

/**
 * One fault is enough for `not-met`, with the risk of the gravest; without any, one gap is enough for `undetermined`. The faults
 * fill `{faults}`. Parameters: `faults`, words by id; `severities`, risk by id, else that of the definition.
 */
export function judgeFaults(context: CheckContext, { faults, gaps, values = {} }: Look): Verdict {
  const [gap] = gaps;
  if (faults.length === 0 && gap !== undefined) return undetermined(context, gap, { ...values, faults: 'keine' });
  if (faults.length === 0) return verdict(context, 'met', 'hinweis', { ...values, faults: 'keine', reason: '' });
  const named = [...new Set(faults.map((fault) => wordsOf(context, fault)))];
  const more = named.length - maxNamed;
  const shown = more > 0 ? [...named.slice(0, maxNamed), `${more} weitere`] : named;
  return verdict(context, 'not-met', gravest(context, faults), { ...values, faults: shown.join('; '), reason: '' });
}

function wordsOf({ definition }: CheckContext, { id, values = {} }: Fault): string {
  const words = textMapParameter(definition, 'faults')[id];
  if (words === undefined) throw new Error(`Check ${definition.id}: parameter faults has no words for ${id}`);
  return fillMessage(words, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, cleanValue(value)])));
}

function gravest({ definition }: CheckContext, faults: readonly Fault[]): Severity {
  const byId = textMapParameter(definition, 'severities');
  const found = faults.map(({ id }) => severities.find((each) => each === byId[id]) ?? definition.severity);
  return severities.find((each) => found.includes(each)) ?? definition.severity;
}
