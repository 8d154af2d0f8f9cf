import { createHash } from 'node:crypto';
import type { Control } from '../domain/catalogue.ts';

/** Many answers are prepared at a time; the words of a control do not change meanwhile. */
const known = new WeakMap<Control, string>();

/** SHA-256 over what an answer answers. It changes when question or requirement are reworded, so that old answers can be looked at again. */
export function controlHash(control: Control): string {
  const hash = known.get(control) ?? hashOf(control);
  known.set(control, hash);
  return hash;
}

function hashOf({ requirement, question }: Control): string {
  return createHash('sha256').update(`${requirement}\n${question}`, 'utf8').digest('hex');
}
