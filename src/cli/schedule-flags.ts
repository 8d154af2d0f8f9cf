/** Switches of `zeitplan anlegen` and `zeitplan aendern`. */
import { vantages } from '../domain/observation.ts';
import { missedPolicies } from '../domain/scheduled-job.ts';
import type { JobSettings } from '../usecases/schedule-jobs.ts';
import type { GivenOptions } from '../usecases/schedule-options.ts';
import { Flags, integerFlag, outputFolderFlag } from './flags.ts';

/** What a job does; the description begins with the kind it belongs to. */
export const jobOptionFlags = {
  profil: Flags.option({
    options: ['leicht', 'gruendlich'] as const,
    description: 'netz-pruefen: wie bei „netz pruefen“; ohne Angabe leicht',
    helpValue: 'PROFIL',
  })(),
  check: Flags.string({
    description: 'netz-pruefen: nur diese Prüfungen; mehrfach möglich',
    helpValue: 'ID',
    multiple: true,
  }),
  'nur-nmap': Flags.boolean({
    description: 'netz-pruefen: ohne nmap scheitern, statt den eigenen Verbindungstest zu nehmen',
  }),
  resolver: Flags.string({ description: 'netz-pruefen: DNS-Server, der gefragt wird', helpValue: 'ADRESSE' }),
  blickwinkel: Flags.option({
    options: vantages,
    description: 'netz-pruefen: nur Freigaben mit diesem Blickwinkel',
    helpValue: 'ORT',
  })(),
  regelwerk: Flags.string({
    description: 'netz-bewerten: Profil der Regelwerke für TLS, wie --profil bei „netz bewerten“',
    helpValue: 'PROFIL',
  }),
  bericht: Flags.string({ description: 'bericht: welcher Bericht, zum Beispiel leitung', helpValue: 'ART' }),
  fassung: Flags.option({
    options: ['intern', 'rat', 'oeffentlich'] as const,
    description: 'bericht: für wen; ohne Angabe intern',
    helpValue: 'FASSUNG',
  })(),
  format: Flags.string({
    description: 'bericht: html,pdf,…; faellig: ics, xlsx oder text (nur im Verlauf)',
    helpValue: 'FORMAT',
  }),
  tage: integerFlag('tage', { description: 'faellig: wie viele Tage voraus; ohne Angabe 14', min: 0, max: 3650 }),
  ausgabe: outputFolderFlag('bericht, faellig, sicherung: wohin Dateien geschrieben werden'),
  behalte: integerFlag('behalte', { description: 'sicherung: so viele behalten, ältere löschen', min: 1, max: 10_000 }),
  empfaenger: Flags.string({
    description: 'sicherung: für diesen öffentlichen Schlüssel verschlüsseln; mehrfach möglich',
    helpValue: 'age1…',
    multiple: true,
  }),
};

export const jobSettingFlags = {
  aktiv: Flags.option({
    options: ['ja', 'nein'] as const,
    description: 'nein: er ruht; ja: er läuft, mit den Terminen von jetzt an',
    helpValue: 'ja|nein',
  })(),
  streuung: integerFlag('streuung', {
    description: 'Beginn um bis zu so viele Minuten verschieben, für jeden Auftrag fest; ohne Angabe 0',
    min: 0,
    max: 720,
  }),
  verpasst: Flags.option({
    options: missedPolicies,
    description: 'was mit Terminen geschieht, zu denen nichts lief: einmal nachholen oder auslassen; ohne Angabe nachholen',
    helpValue: 'WEISE',
  })(),
  wiederholungen: integerFlag('wiederholungen', {
    description: 'wie oft ein gescheiterter Lauf wiederholt wird, nach 5, 10, 20, 40, dann 60 Minuten; ohne Angabe 2',
    min: 0,
    max: 10,
  }),
};

type OptionValues = { [N in keyof GivenOptions]?: unknown };

/** Picks the options of the job from the parsed flags; each was checked when it was parsed. A switch that is off was not given. */
export function givenOptions(flags: OptionValues): GivenOptions {
  const names = Object.keys(jobOptionFlags) as (keyof GivenOptions)[];
  return Object.fromEntries(names.map((name) => [name, flags[name] === false ? undefined : flags[name]])) as GivenOptions;
}

export function jobSettings(flags: {
  streuung?: number | undefined;
  verpasst?: string | undefined;
  wiederholungen?: number | undefined;
  aktiv?: string | undefined;
}): Omit<JobSettings, 'wann'> {
  const verpasst = missedPolicies.find((policy) => policy === flags.verpasst);
  const aktiv = flags.aktiv === undefined ? undefined : flags.aktiv === 'ja';
  return { streuungMinuten: flags.streuung, verpasst, wiederholungen: flags.wiederholungen, aktiv };
}
