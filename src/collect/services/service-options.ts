export interface ServiceOptions {
  now(): Date;
  /** For the whole look, all connections together. */
  timeoutMs?: number;
  signal?: AbortSignal;
}
