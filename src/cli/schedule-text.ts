/** Jobs and runs of the schedule as people read them. */
import type { CommandJson } from '../usecases/json-schemas.ts';
import { formatInstant } from './format.ts';
import { keyValues, markedWord, table } from './output.ts';

type Job = CommandJson['zeitplan anlegen'];
type Run = CommandJson['zeitplan ausfuehren']['laeufe'][number];

export function runWord(stand: Run['stand']): string {
  switch (stand) {
    case 'fertig':
      return markedWord('good', 'fertig');
    case 'gescheitert':
      return markedWord('bad', 'gescheitert');
    case 'abgebrochen':
      return markedWord('partly', 'abgebrochen');
    case 'ausgelassen':
      return markedWord('none', 'ausgelassen');
    case 'laeuft':
      return markedWord('unknown', 'läuft');
  }
}

export function scopeText({ kommune, landkreis }: Pick<Job, 'kommune' | 'landkreis'>): string {
  return kommune ?? (landkreis === null ? 'alle' : `Landkreis ${landkreis}`);
}

export function jobsTable(jobs: readonly Job[]): string {
  return table(jobs, [
    { header: 'Nr.', value: ({ id }) => id },
    { header: 'Art', value: ({ art, optionen }) => (art === 'bericht' ? `bericht ${String(optionen['bericht'])}` : art) },
    { header: 'Für', value: scopeText },
    { header: 'Wann', value: ({ wann }) => wann },
    { header: 'Nächster Beginn', value: nextText },
    {
      header: 'Zuletzt',
      value: ({ letzter }) => (letzter === null ? null : `${runWord(letzter.stand)} ${formatInstant(letzter.begonnen)}`),
    },
  ]);
}

function nextText({ aktiv, entfernt, faelligSeit, naechster, letzter }: Job): string | null {
  if (entfernt !== null) return 'entfernt';
  if (!aktiv) return 'ruht';
  if (letzter?.stand === 'laeuft') return 'läuft gerade';
  if (faelligSeit !== null) return `fällig seit ${formatInstant(faelligSeit)}`;
  return naechster === null ? null : formatInstant(naechster);
}

export function jobText(job: Job): string {
  const options = Object.entries(job.optionen).filter(([, value]) => value !== null && value !== false && String(value) !== '');
  return keyValues([
    ['Auftrag', job.id],
    ['Art', job.art],
    ['Für', scopeText(job)],
    ['Wann', job.wann],
    ['Nächster Beginn', nextText(job) ?? '–'],
    ...options.map(
      ([name, value]) => [optionWords[name] ?? name, Array.isArray(value) ? value.join(', ') : String(value)] as const,
    ),
    ['Streuung', job.streuungMinuten === 0 ? 'keine' : `bis ${job.streuungMinuten} Minuten`],
    ['Verpasste Termine', job.verpasst === 'nachholen' ? 'einmal nachholen' : 'auslassen'],
    ['Wiederholungen', job.wiederholungen],
    ...(job.entfernt === null ? [] : [['Entfernt', job.entfernt] as const]),
  ]);
}

const optionWords: Readonly<Record<string, string>> = {
  profil: 'Profil',
  checks: 'Prüfungen',
  nurNmap: 'Nur mit nmap',
  resolver: 'DNS-Server',
  blickwinkel: 'Blickwinkel',
  regelwerk: 'Regelwerk',
  bericht: 'Bericht',
  formate: 'Formate',
  fassung: 'Fassung',
  ausgabe: 'Ordner',
  tage: 'Tage voraus',
  format: 'Format',
  behalte: 'Behalte',
  empfaenger: 'Verschlüsselt für',
};

export function runsTable(runs: readonly Run[], { withJob }: { withJob: boolean }): string {
  return table(runs, [
    ...(withJob ? [{ header: 'Nr.', value: ({ auftrag }: Run) => auftrag }] : []),
    { header: 'Lauf', value: ({ nr }) => nr, align: 'right' as const },
    { header: 'Termin', value: ({ geplant }) => formatInstant(geplant) },
    { header: 'Versuch', value: ({ versuch }) => versuch, align: 'right' as const },
    { header: 'Ausgang', value: ({ stand }) => runWord(stand) },
    {
      header: 'Dauer',
      value: ({ dauerSekunden }) => (dauerSekunden === null ? null : durationText(dauerSekunden)),
      align: 'right' as const,
    },
    { header: 'Ergebnis', value: resultText },
  ]);
}

function resultText({ text, verpasst, stand }: Run): string | null {
  if (verpasst === 0 || stand === 'ausgelassen') return text;
  const missed = verpasst === 1 ? '1 früherer Termin war verpasst' : `${verpasst} frühere Termine waren verpasst`;
  return `${text ?? ''} (${missed})`.trim();
}

/** `4 s`, `12 min`, `3,5 h`. */
function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds.toLocaleString('de-DE')} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toLocaleString('de-DE', { maximumFractionDigits: 1 })} h`;
}
