/** How hard nmap may knock, and the usual ways of doing so. */

/** Absent values are left to nmap's own `-T3`. */
export interface NmapPace {
  /** nmap's timing template: 2 careful, 3 normal, 4 for fast networks. */
  timing?: 2 | 3 | 4;
  /** Packets per second at most. */
  maxRate?: number;
  /** Packets per second at least; keeps silent hosts from taking minutes. */
  minRate?: number;
  /** Repetitions for a port that stays silent. */
  maxRetries?: number;
  /** First guess how long an answer takes. */
  initialRttTimeoutMs?: number;
  /** Longest wait for one answer. */
  maxRttTimeoutMs?: number;
  /** Pause between two packets to one host. */
  scanDelayMs?: number;
  /** Ports tried at the same time at least. */
  minParallelism?: number;
  /** nmap gives a host up after this time; its ports then count as not looked at. */
  hostTimeoutMs?: number;
  /** Addresses nmap looks at together; it reports them when all of the group are finished. Absent: nmap decides. */
  maxHostGroup?: number;
}

/**
 * All end in bounded time with hosts that never answer: a rate that does not sink with silence, one repetition, and a limit per host.
 * Measured with 100 silent ports: nmap's own pace 21 s, with a lowest rate of 300 below 2 s.
 */
export const nmapPresets = {
  /** Only where 300 packets per second are allowed. */
  exposure: {
    minRate: 300,
    maxRate: 300,
    maxRetries: 1,
    initialRttTimeoutMs: 300,
    maxRttTimeoutMs: 1000,
    hostTimeoutMs: 120_000,
  },
  gentle: { maxRate: 100, minRate: 100, maxRetries: 1, maxRttTimeoutMs: 1000, hostTimeoutMs: 300_000 },
  /** One packet after the other, for old and weak devices. */
  careful: { timing: 2, maxRate: 50, maxRetries: 1, maxRttTimeoutMs: 1000, hostTimeoutMs: 900_000 },
} as const satisfies Record<string, NmapPace>;
