/** The guard of the lower editions: what somebody did not decide upon does not compile. */

/** Every field of T has to be written down, optional ones too; those may be given as undefined, which leaves them out. */
type Decisions<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] };

/** An object made anew, field by field: a field added to its type does not compile here until somebody decides whether it leaves the house. */
export function decided<T extends object>(fields: Decisions<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
