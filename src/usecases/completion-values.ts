import { peekSlugs } from '../store/peek-kommunen.ts';

/** Shells evaluate what they are offered; a database from elsewhere may hold anything. */
const slugPattern = /^[a-z0-9-]+$/;

/** What a completion script asks the program for: the short names of the recorded Kommunen. Never fails for want of a database. */
export function completionKommunen(location: string): string[] {
  return peekSlugs(location).filter((slug) => slugPattern.test(slug));
}
