/** What the attempts to be answered as a stranger have in common. */
import type { Access } from '../../../domain/service-observation.ts';
import { ConversationError, converse, type Script, type ServiceEndpoint, type ServiceProblem } from '../conversation.ts';

/** What an attempt found. */
export interface Found {
  access: Access;
  /** Uncleaned. */
  detail?: string | null;
  count?: number | null;
  answered?: readonly string[];
}

/** `nothing`: there is nothing to be said, for example because silence proves nothing. */
export type AttemptResult = { found: Found } | { problem: ServiceProblem } | 'nothing';

/**
 * @param contact whom the operator can ask, for protocols with a place for it
 * @param permitsPort whether access tests are permitted at another port of the same host, for protocols that lead there
 */
export type Attempt = (
  endpoint: ServiceEndpoint,
  contact: string | null,
  permitsPort: (port: number) => boolean,
) => Promise<AttemptResult>;

/** A script that says what it found; it may learn it before the conversation is over. */
export type AttemptScript = (learn: (found: Found) => void) => Script;

/** What was found counts, however the conversation ended after that. */
export async function attempt(endpoint: ServiceEndpoint, script: AttemptScript): Promise<AttemptResult> {
  const found: Found[] = [];
  const problem = await converse(
    endpoint,
    script((each) => found.push(each)),
  );
  const [first] = found;
  if (first !== undefined) return { found: first };
  return { problem: problem ?? { kind: 'other' } };
}

/** For bytes that are not what the service would answer. */
export function otherService(): ConversationError {
  return new ConversationError({ kind: 'other' });
}
