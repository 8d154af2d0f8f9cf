import { Flags, integerFlag, optionalKommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { counted, table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { accountOf, writeAccount } from '../../usecases/resource-account.ts';

const formats = ['text', 'xlsx', 'csv'] as const;

export default class RessourceAbrechnung extends StoreCommand<CommandJson['ressource abrechnung']> {
  static override summary = 'Stunden und Geld eines Jahres: geplant, verbraucht und die einzelnen Leistungen';
  static override description =
    'Einzelne Leistungen sind Einträge mit Tag (--am); nur sie stehen in der Liste für die Abrechnung. Was ohne Tag als verbraucht eingetragen ist, zählt in der Summe je Kommune mit und wird genannt.';
  static override examples = [
    'burgward ressource abrechnung --jahr 2026',
    'burgward ressource abrechnung --jahr 2026 --kommune beispielhain --format xlsx --ausgabe ./ausgabe',
  ];
  static override flags = {
    kommune: optionalKommuneFlag(),
    jahr: integerFlag('jahr', { description: 'ohne Angabe das Jahr des Standes', min: 2000, max: 2100 }),
    format: Flags.option({
      options: formats,
      description: 'text, xlsx oder csv',
      helpValue: 'FORMAT',
      default: 'text' as const,
    })(),
    ausgabe: outputFolderFlag('Ordner für die Datei; ohne Angabe ./ausgabe'),
  };

  async run() {
    const { flags } = await this.parse(RessourceAbrechnung);
    const account = await this.withContext(flags, (context) =>
      accountOf(context, flags.kommune, flags.jahr ?? Number(context.asOf.slice(0, 4))),
    );
    if (flags.format !== 'text') {
      const dateien = await writeAccount(account, flags.format === 'xlsx' ? 'xlsx' : 'csv', flags.ausgabe ?? 'ausgabe');
      for (const { pfad } of dateien) this.print(pfad);
      return { ...account, dateien };
    }
    if (account.kommunen.length === 0) this.note(`Für ${account.jahr} ist nichts eingetragen (burgward ressource anlegen).`);
    else
      this.print(
        table(account.kommunen, [
          { header: 'Kommune', value: ({ kommune }) => kommune },
          { header: 'Std. geplant', value: ({ stundenGeplant }) => shown(stundenGeplant), align: 'right' },
          { header: 'verbraucht', value: ({ stundenVerbraucht }) => shown(stundenVerbraucht), align: 'right' },
          { header: 'Euro geplant', value: ({ euroGeplant }) => shown(euroGeplant), align: 'right' },
          { header: 'verbraucht', value: ({ euroVerbraucht }) => shown(euroVerbraucht), align: 'right' },
        ]),
      );
    if (account.posten.length > 0)
      this.print(
        `\n${table(account.posten, [
          { header: 'Kommune', value: ({ kommune }) => kommune },
          { header: 'Nr.', value: ({ id }) => id },
          { header: 'Am', value: ({ am }) => formatDay(am) },
          { header: 'Person', value: ({ person }) => person },
          { header: 'Leistung', value: ({ leistung }) => leistung },
          { header: 'Stunden', value: ({ stunden }) => shown(stunden), align: 'right' },
          { header: 'Euro', value: ({ euro }) => shown(euro), align: 'right' },
        ])}`,
      );
    const lump = account.kommunen.reduce((total, { ohneTag }) => total + ohneTag, 0);
    if (lump > 0)
      this.note(`${counted(lump, 'Eintrag ist', 'Einträge sind')} ohne Tag als verbraucht erfasst und nicht in der Liste.`);
    return { ...account, dateien: [] };
  }
}

/** What is not recorded is not nothing. */
function shown(count: number | null): string {
  return count === null ? '–' : count.toLocaleString('de-DE');
}
