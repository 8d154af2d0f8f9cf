import { Flags, integerFlag, kommuneFlag } from '../../cli/flags.ts';
import { counted, statusWord, table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { exitCodes, UsageError } from '../../errors.ts';
import type { Context } from '../../usecases/context.ts';
import { type InterviewWish, listNextQuestions } from '../../usecases/interview.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

type Questions = CommandJson['erhebung interview'];

export default class ErhebungInterview extends WriteCommand<Questions> {
  static override summary = 'Frage für Frage am Terminal beantworten, das Wichtigste zuerst';
  static override description =
    'Eine Taste je Antwort, jede ist sofort gespeichert; aufhören und weitermachen geht jederzeit. Ohne laufende Erhebung beginnt der erste Durchgang (Profil sofort: 30 Fragen und die Angaben, an denen gesetzliche Pflichten hängen), sonst sind es 25 Fragen je Sitzung. Mit --json oder --vorschau wird nur die Reihenfolge gezeigt und nichts gefragt.';
  static override examples = [
    'burgward erhebung interview --kommune beispielhain',
    'burgward erhebung interview --kommune beispielhain --thema backup --gesagt-von "Jan Krause"',
    'burgward erhebung interview --kommune beispielhain --vorschau --anzahl 10',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    profil: Flags.string({ description: 'Profil; ohne Angabe das der laufenden Erhebung, sonst sofort', helpValue: 'PROFIL' }),
    thema: Flags.string({ description: 'nur Fragen dieses Themas', helpValue: 'THEMA' }),
    rolle: Flags.string({ description: 'nur Fragen, die diese Rolle beantworten kann', helpValue: 'ROLLE' }),
    anzahl: integerFlag('anzahl', {
      description: 'Fragen in dieser Sitzung; ohne Angabe 25, bei sofort alle',
      min: 1,
      max: 1000,
    }),
    alles: Flags.boolean({ description: 'auch fragen, was noch gilt oder eine Erklärung abdeckt' }),
    'gesagt-von': Flags.string({ description: 'wer antwortet; ohne Angabe wer erfasst', helpValue: 'NAME' }),
    vorschau: Flags.boolean({ description: 'nur zeigen, was als Nächstes gefragt würde' }),
  };

  async run(): Promise<Questions> {
    const { flags } = await this.parse(ErhebungInterview);
    const { kommune, profil, thema, rolle, anzahl, alles, vorschau } = flags;
    const wish = { kommune, profil, thema, rolle, anzahl, alles };
    const isOnlyShown = vorschau || this.jsonEnabled();
    if (!isOnlyShown && !(process.stdin.isTTY && process.stdout.isTTY)) {
      throw new UsageError(
        'Das Interview braucht ein Terminal, an dem jemand antwortet.',
        'Einzelne Antworten erfasst „burgward erhebung antworten“, Fragebögen erstellt „burgward paket erstellen“; die Reihenfolge zeigt --vorschau.',
      );
    }
    return this.withContext(flags, async (context) => {
      if (!isOnlyShown) await this.#ask(context, wish, flags['gesagt-von']);
      const list = await listNextQuestions(context, wish);
      if (vorschau) this.#show(list);
      return list;
    });
  }

  async #ask(context: Context, wish: InterviewWish, gesagtVon: string | undefined): Promise<void> {
    const [{ runInterview }, { openTerminal }] = await Promise.all([
      import('../../cli/interview.ts'),
      import('../../cli/interview-terminal.ts'),
    ]);
    const terminal = openTerminal(this.abortSignal);
    try {
      const stopped = await runInterview({ context, wish, gesagtVon, terminal, print: (text) => this.print(text) });
      if (stopped !== null) this.endWith(stopped === 'geschlossen' ? exitCodes.terminated : exitCodes.interrupted);
    } finally {
      terminal.close();
    }
  }

  #show({ profil, fragen }: Questions): void {
    if (fragen.length === 0) {
      this.print(`Profil ${profil}: gerade ist nichts zu fragen.`);
      return;
    }
    this.print(
      table(
        fragen.map((frage, index) => ({ ...frage, nummer: index + 1 })),
        [
          { header: 'Nr.', value: (row) => row.nummer, align: 'right' },
          { header: 'Anforderung', value: (row) => row.control },
          { header: 'Titel', value: (row) => row.titel },
          { header: 'Für', value: (row) => row.zielobjekt },
          { header: 'Zustand', value: (row) => statusWord(row.zustand) },
          { header: 'Warum jetzt', value: (row) => row.grundDerReihenfolge },
        ],
      ),
    );
    this.print(`Profil ${profil}: ${counted(fragen.length, 'Frage', 'Fragen')} in dieser Sitzung.`);
  }
}
