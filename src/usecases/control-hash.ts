import { createHash } from 'node:crypto';
import type { Control } from '../domain/catalogue.ts';

/** SHA-256 over what an answer answers. It changes when question or requirement are reworded, so that old answers can be looked at again. */
export function controlHash({ requirement, question }: Control): string {
  return createHash('sha256').update(`${requirement}\n${question}`, 'utf8').digest('hex');
}
