/**
 * What takes many connections to one service, and is looked at only where a check needs it: the suites of a TLS service, with them how it
 * agrees on keys and what else it does (`tls-features`), and keys and group of an SSH service.
 */
export const details = ['tls-suites', 'tls-features', 'ssh-exchange'] as const;

export type Detail = (typeof details)[number];
