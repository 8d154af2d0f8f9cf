/** What a plan consists of, and what became of it. */
import type { Vantage } from './observation.ts';

export const jobKinds = ['netz-pruefen', 'netz-bewerten', 'bericht', 'faellig', 'sicherung', 'nachrichten'] as const;
export type JobKind = (typeof jobKinds)[number];

/** What happens to dates that passed while nothing ran: made up once, or left out. */
export const missedPolicies = ['nachholen', 'auslassen'] as const;
export type MissedPolicy = (typeof missedPolicies)[number];

/** `laeuft` without anybody holding the lock means: the program was ended meanwhile. */
export const runStates = ['laeuft', 'fertig', 'gescheitert', 'abgebrochen', 'ausgelassen'] as const;
export type RunState = (typeof runStates)[number];

/** What is asked of a kind of job; closed per kind. Folders are absolute, because a service starts somewhere else. */
export interface JobOptions {
  'netz-pruefen': {
    profil: 'leicht' | 'gruendlich';
    checks: readonly string[];
    nurNmap: boolean;
    resolver: string | null;
    /** Only Freigaben with this vantage; null for any. Missing in jobs from before it could be chosen. */
    blickwinkel?: Vantage | null;
  };
  'netz-bewerten': { regelwerk: string | null };
  bericht: { bericht: string; formate: readonly string[]; fassung: 'intern' | 'rat' | 'oeffentlich'; ausgabe: string };
  faellig: { tage: number; format: 'ics' | 'xlsx' | 'text'; ausgabe: string | null };
  /** Without a folder beside the database; `empfaenger` are public keys. */
  sicherung: { ausgabe: string | null; behalte: number | null; empfaenger: readonly string[] };
  /** To all recipients, each with what concerns it. */
  nachrichten: Record<string, never>;
}

/** For whom: one Kommune, all of a Landkreis, or all. */
export interface JobScope {
  kommune: string | null;
  landkreis: string | null;
}

export type JobTask = { [K in JobKind]: { art: K; optionen: JobOptions[K] } }[JobKind];

export type Job = JobTask &
  JobScope & {
    id: string;
    /** As the user wrote it; read by `parseWhen`. */
    wann: string;
    /** A start is put off by a part of this, always the same for one job, so that not everything begins at once. */
    streuungMinuten: number;
    verpasst: MissedPolicy;
    /** How often a failed run is tried again. */
    wiederholungen: number;
    aktiv: boolean;
    /** Instant from which dates count. */
    seit: string;
    /** Why it was taken out; null while it counts. */
    entfernt: string | null;
  };

/** One attempt at one date. */
export interface JobRun {
  auftrag: string;
  nr: number;
  /** Instant of the date it was made for, without the job's own delay. */
  geplant: string;
  /** 1 is the first. */
  versuch: number;
  begonnen: string;
  beendet: string | null;
  stand: RunState;
  /** Dates before this one that passed unused. */
  verpasst: number;
  /** Exit code the command would have ended with; null while it runs. */
  code: number | null;
  /** German; what came of it. */
  text: string | null;
  /** What came of it for programs: id of the run, files. */
  ergebnis: Readonly<Record<string, unknown>> | null;
}
