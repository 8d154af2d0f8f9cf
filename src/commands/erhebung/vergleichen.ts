import { Args, kommuneFlag } from '../../cli/flags.ts';
import { counted, paragraph, styled, table } from '../../cli/output.ts';
import { listItem, prose, textWidth } from '../../cli/page.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { sharesText } from '../../domain/answer-shares.ts';
import { compareRounds } from '../../usecases/compare-rounds.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

type Comparison = CommandJson['erhebung vergleichen'];
type Kind = Comparison['aenderungen'][number]['art'];

const realHeadings: readonly (readonly [Kind, string])[] = [
  ['besser', 'Besser geworden'],
  ['schlechter', 'Schlechter geworden'],
  ['neu', 'Erstmals beantwortet'],
  ['weggefallen', 'Nicht mehr beantwortet'],
  ['beanstandet', 'Beanstandet'],
  ['umgestuft', 'Als entbehrlich eingestuft, oder nicht mehr'],
];

const otherHeadings: readonly (readonly [string, readonly (readonly [Kind, string])[]])[] = [
  [
    'Nur weil sich Katalog, Profil oder Zielobjekte geändert haben',
    [
      ['neuImKatalog', 'Neu im Katalog'],
      ['zurueckgezogen', 'Im Katalog zurückgezogen'],
      ['wortlaut', 'Frage anders gefasst'],
      ['profil', 'Anderes Profil'],
      ['zielobjekt', 'Andere Zielobjekte'],
    ],
  ],
  [
    'Nur älter geworden oder übernommen',
    [
      ['gealtert', 'Zu bestätigen, ohne dass jemand etwas gesagt hat'],
      ['uebernommen', 'Übernommen und noch nicht bestätigt'],
    ],
  ],
  [
    'Gleiche Antwort, anderer Beleg oder andere Quelle',
    [
      ['herkunft', 'Von jemand anderem'],
      ['beleg', 'Anderer Beleg'],
      ['gegengezeichnet', 'Gegengezeichnet'],
      ['bestaetigt', 'Bestätigt'],
    ],
  ],
];

const trendWords = { besser: '↑ besser', gleich: '→ gleich', schlechter: '↓ schlechter' } as const;

export default class ErhebungVergleichen extends StoreCommand<Comparison> {
  static override summary = 'Sagen, was sich zwischen zwei Erhebungen oder Tagen geändert hat, und warum';
  static override description = [
    'Ein Stand ist eine Erhebung (E1), ein Tag (JJJJ-MM-TT) oder „heute“. Ohne Angabe: die zuletzt abgeschlossene Erhebung gegen heute.',
    'Was jemand neu gesagt hat, steht getrennt von dem, was nur Katalog, Profil oder Alter bewirkt haben; beides wird nie zusammengezählt.',
  ].join('\n');
  static override examples = [
    'burgward erhebung vergleichen --kommune beispielhain',
    'burgward erhebung vergleichen E1 E2 --kommune beispielhain',
    'burgward erhebung vergleichen 2026-01-31 heute --kommune beispielhain',
  ];
  static override args = {
    von: Args.string({ description: 'früherer Stand; ohne Angabe die zuletzt abgeschlossene Erhebung' }),
    bis: Args.string({ description: 'späterer Stand; ohne Angabe heute' }),
  };
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { args, flags } = await this.parse(ErhebungVergleichen);
    const result = await this.withContext(flags, (context) => compareRounds(context, flags.kommune, args.von, args.bis));
    this.#printHead(result);
    this.#printSections('Was sich geändert hat', realHeadings, result);
    for (const [title, headings] of otherHeadings) this.#printSections(title, headings, result);
    this.#printTrends(result);
    return result;
  }

  #printHead({ von, bis, ...result }: Comparison): void {
    this.print(styled('bold', prose(`# Vergleich ${result.kommune}`)));
    this.print();
    for (const [word, side] of [
      ['von', von],
      ['bis', bis],
    ] as const) {
      this.print(
        listItem(`${word} ${side.bezeichnung}: Profil ${side.profil}, Katalog ${side.katalog.edition ?? 'nicht bekannt'}`),
      );
      this.print(paragraph(sharesText(side.gesamt), 2, textWidth()));
    }
    this.print();
    const { verglichen, unbekanntVorher, unbekanntNachher, unveraendert } = result;
    this.print(
      prose(
        `Beide Male gestellt: ${counted(verglichen, 'Frage', 'Fragen')}, je Zielobjekt einzeln gezählt. Nicht bekannt waren vorher ${unbekanntVorher} und sind jetzt ${unbekanntNachher}. Unverändert: ${unveraendert} von ${verglichen}.`,
      ),
    );
    const { inhalt, katalogUndMethode, alter, quelle } = result;
    this.print(
      prose(
        `Besser ${inhalt.besser}, schlechter ${inhalt.schlechter}, erstmals beantwortet ${inhalt.neu}. Davon getrennt: Katalog, Profil oder Zielobjekte ${sum(katalogUndMethode)}, Alter ${sum(alter)}, Beleg oder Quelle ${sum(quelle)}.`,
      ),
    );
    if (result.wortlautNichtFestgehalten > 0) {
      const answers = counted(result.wortlautNichtFestgehalten, 'Antwort', 'Antworten');
      this.print(
        prose(`Wortlaut damals nicht festgehalten: ${answers}. Ob sich dort die Frage geändert hat, ist nicht nachprüfbar.`),
      );
    }
  }

  #printSections(title: string, headings: readonly (readonly [Kind, string])[], { aenderungen, verglichen }: Comparison): void {
    const present = headings.filter(([kind]) => aenderungen.some(({ art }) => art === kind));
    if (present.length === 0) return;
    this.print();
    this.print(styled('bold', prose(`## ${title}`)));
    for (const [kind, heading] of present) {
      const own = aenderungen.filter(({ art }) => art === kind);
      const shared = own.every(({ vorher, nachher }) => vorher !== null && nachher !== null);
      this.print();
      this.print(styled('bold', prose(`### ${heading} (${own.length}${shared ? ` von ${verglichen}` : ''})`)));
      for (const text of changeTexts(own)) this.print(listItem(text));
    }
  }

  #printTrends({ themen }: Comparison): void {
    if (themen.length === 0) return;
    this.print();
    this.print(styled('bold', '## Entwicklung je Thema'));
    this.print();
    this.print(
      table(
        themen,
        [
          { header: 'Thema', value: ({ titel }) => titel },
          {
            header: 'Entwicklung',
            value: ({ entwicklung }) => (entwicklung === null ? 'kein Vergleich' : trendWords[entwicklung]),
          },
          { header: 'besser', value: ({ besser, verglichen }) => `${besser} von ${verglichen}`, align: 'right' },
          { header: 'schlechter', value: ({ schlechter, verglichen }) => `${schlechter} von ${verglichen}`, align: 'right' },
          { header: 'unbekannt', value: ({ unbekannt }) => unbekannt, align: 'right' },
        ],
        textWidth(),
      ),
    );
  }
}

type Change = Comparison['aenderungen'][number];

/** One text per change; what is asked now and not answered yet says the same many times and becomes one. */
function changeTexts(changes: readonly Change[]): string[] {
  const unanswered = changes.filter(({ vorher, nachher }) => vorher === null && nachher === 'offen');
  const alike = Map.groupBy(unanswered, ({ satz }) => satz);
  const grouped = [...alike].filter(([, own]) => own.length > 1);
  const told = new Set(grouped.flatMap(([, own]) => own));
  return [
    ...changes.filter((change) => !told.has(change)).map(changeText),
    ...grouped.map(
      ([satz, own]) => `${counted(own.length, 'Frage', 'Fragen')}: ${satz} ${own.map(({ control }) => control).join(', ')}`,
    ),
  ];
}

function changeText({ control, titel, zielobjekt, vorher, nachher, satz, wortlaut }: Change): string {
  const where = zielobjekt === null || zielobjekt === 'VERBUND' ? '' : ` (${zielobjekt})`;
  const isTold = /^(Vorher|Weiterhin) /.test(satz);
  const states = isTold ? '' : `${stateWord(vorher)} → ${stateWord(nachher)}. `;
  const unsure = wortlaut === 'nichtFestgehalten' ? ' Wortlaut damals nicht festgehalten.' : '';
  return `${control}${where} ${titel}: ${states}${satz}${unsure}`;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, each) => total + each, 0);
}

function stateWord(state: Comparison['aenderungen'][number]['vorher']): string {
  if (state === null) return 'nicht gefragt';
  return state === 'zuBestaetigen' ? 'zu bestätigen' : state;
}
