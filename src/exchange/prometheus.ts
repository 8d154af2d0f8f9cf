/** Findings as metrics in the text format of Prometheus, version 0.0.4; for the textfile collector of the node exporter, too. */
import { findingResults } from '../domain/finding.ts';
import { countResults, type FindingsDocument, resultNames } from './findings-document.ts';
import { plainLine } from './plain-line.ts';

type Labels = Readonly<Record<string, string>>;

export interface Metric {
  name: string;
  help: string;
  samples: readonly { labels: Labels; value: number }[];
}

/** Every series once, whatever the findings are. */
export function prometheusText(document: FindingsDocument): string {
  return metricsText(metricsOf(document));
}

/** Metrics without a sample are left out. */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(
      ({ name, help, samples }) =>
        `# HELP ${name} ${help.replace(/\\/g, '\\\\')}\n# TYPE ${name} gauge\n${[
          ...new Map(samples.map(({ labels, value }) => [series(name, labels), value])),
        ]
          .map(([key, value]) => `${key} ${value}\n`)
          .join('')}`,
    )
    .join('');
}

function metricsOf({ kommune, lauf, befunde }: FindingsDocument): Metric[] {
  const counts = countResults(befunde);
  const body = { kommune };
  const gaps = befunde.filter(({ ergebnis }) => ergebnis === 'not-met' || ergebnis === 'phase-out');
  return [
    {
      name: 'burgward_befunde',
      help: 'Zahl der geltenden Befunde je Ergebnis; unbestimmt heißt: nicht bekannt.',
      samples: findingResults.map((result) => ({ labels: { ...body, ergebnis: resultNames[result] }, value: counts[result] })),
    },
    {
      name: 'burgward_befunde_erklaert',
      help: 'Zahl der Befunde, für die jemand bis zu einem Tag einsteht; sie zählen oben mit.',
      samples: [{ labels: body, value: befunde.filter(({ erklaerung }) => erklaerung?.stand === 'gilt').length }],
    },
    {
      name: 'burgward_befund',
      help: 'Ein geltender Befund, immer 1.',
      samples: befunde.map(({ check, ziel, blickwinkel, ergebnis, schwere, zielobjekt, erklaerung }) => ({
        labels: {
          ...body,
          check,
          ziel,
          blickwinkel,
          ergebnis: resultNames[ergebnis],
          schwere,
          zielobjekt: zielobjekt ?? '',
          erklaert: erklaerung?.stand === 'gilt' ? 'ja' : 'nein',
        },
        value: 1,
      })),
    },
    {
      name: 'burgward_befund_gesehen_timestamp_seconds',
      help: 'Wann ein Befund, der nicht in Ordnung ist oder ausläuft, zuletzt gesehen wurde.',
      samples: gaps.map(({ check, ziel, blickwinkel, gesehenAm }) => ({
        labels: { ...body, check, ziel, blickwinkel },
        value: seconds(gesehenAm),
      })),
    },
    {
      name: 'burgward_netzlauf_ende_timestamp_seconds',
      help: 'Ende der letzten Netzprüfung.',
      samples: lauf === null ? [] : [{ labels: body, value: seconds(lauf.beendet) }],
    },
    {
      name: 'burgward_netzlauf_vollstaendig',
      help: '1, wenn die letzte Netzprüfung bis zum Ende kam.',
      samples: lauf === null ? [] : [{ labels: body, value: lauf.vollstaendig ? 1 : 0 }],
    },
  ];
}

function seconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}

/** Name and labels, as Prometheus tells one series from another. */
function series(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escapeLabel(value)}"`);
  return `${name}{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return plainLine(value).replace(/\\/g, '\\\\').replace(/"/g, '\\"');
}
