/** The commands of a register, made from its definition: every register has the same verbs and switches. */
import type { RegisterDefinition, RegisterField } from '../domain/register.ts';
import type { RegisterEntryJson, RegisterJson } from '../usecases/json-schemas.ts';
import { addEntry, changeEntry, listEntries, removeEntry, showEntry, type TypedEntry } from '../usecases/registers.ts';
import { cleanLine } from './clean-text.ts';
import { confirmed } from './confirm.ts';
import type { ContextFlags } from './context.ts';
import { Args, dateFlag, Flags, kommuneFlag, optionalKommuneFlag, outputFolderFlag, yesFlag } from './flags.ts';
import { counted, statusMarks } from './output.ts';
import { entryHistory, entryTable, entryText } from './register-text.ts';
import { StoreCommand } from './store-command.ts';
import { WriteCommand } from './write-command.ts';

/** The switches come from the definition, so their names are not known to the type. */
interface Parsed {
  args: Readonly<Record<string, unknown>>;
  flags: ContextFlags & Readonly<Record<string, unknown>>;
}

const lists: ReadonlySet<RegisterField['kind']> = new Set(['texts', 'controls', 'zielobjekte', 'entries']);

const helpValues: Readonly<Record<RegisterField['kind'], string>> = {
  text: 'TEXT',
  day: 'JJJJ-MM-TT',
  instant: 'ZEITPUNKT',
  number: 'ZAHL',
  choice: 'WERT',
  texts: 'TEXT',
  controls: 'ANFORDERUNG',
  zielobjekte: 'KUERZEL',
  entries: 'NR',
};

/** @param demanded whether required fields have to be given, as for a new entry */
function fieldFlags({ fields }: RegisterDefinition, demanded: boolean) {
  return Object.fromEntries(
    fields.map((field) => [
      field.id,
      lists.has(field.kind)
        ? Flags.string({ description: describe(field), helpValue: helpValues[field.kind], multiple: true })
        : Flags.string({
            description: describe(field),
            helpValue: helpValues[field.kind],
            required: demanded && field.required === true,
          }),
    ]),
  );
}

/** What a new entry needs, with a value of the right kind. */
function exampleFlags({ fields }: RegisterDefinition): string {
  return fields
    .filter(({ required }) => required === true)
    .map((field) => `--${field.id} ${exampleValue(field)}`)
    .join(' ');
}

function exampleValue({ kind, choices: [first = ''] = [], min = 0 }: RegisterField): string {
  const values: Partial<Record<RegisterField['kind'], string>> = {
    day: '2026-11-20',
    instant: '"2026-11-20 18:05"',
    number: min > 1000 ? '2026' : String(min),
    choice: first,
  };
  return values[kind] ?? '"…"';
}

function describe({ help, kind, choices = [] }: RegisterField): string {
  if (kind === 'choice') return `${help}: ${choices.join(', ')}`;
  return lists.has(kind) ? `${help}; mehrfach möglich` : help;
}

function typedEntry({ fields }: RegisterDefinition, flags: Readonly<Record<string, unknown>>): TypedEntry {
  return Object.fromEntries(
    fields.flatMap(({ id }): [string, string | readonly string[]][] => {
      const value = flags[id];
      if (typeof value === 'string') return [[id, value]];
      return Array.isArray(value) ? [[id, value.map(String)]] : [];
    }),
  );
}

/** @param otherwise the day that counts when none is given */
/** „Eine Maßnahme“, at the beginning of a sentence. */
function oneOf({ article }: RegisterDefinition): string {
  return `${article.charAt(0).toUpperCase()}${article.slice(1)}`;
}

const validFromFlag = (otherwise = 'heute') =>
  dateFlag('gueltig-ab', { description: `Tag, ab dem es gilt; ohne Angabe ${otherwise}` });

/** A new entry is true from the day it is about. */
function addValidFromFlag({ about, fields }: RegisterDefinition) {
  const field = fields.find(({ id }) => id === about);
  return validFromFlag(field === undefined ? 'heute' : `--${field.id}, sonst heute`);
}
const numberArg = ({ one, prefix }: RegisterDefinition) =>
  Args.string({ description: `Nummer, zum Beispiel ${prefix}1 (${one})`, required: true });

export function addCommand(definition: RegisterDefinition) {
  return class extends WriteCommand<RegisterEntryJson> {
    static override summary = `${oneOf(definition)} erfassen`;
    static override description = definition.purpose;
    static override examples = [`burgward ${definition.id} anlegen --kommune beispielhain ${exampleFlags(definition)}`];
    static override flags = {
      kommune: kommuneFlag(),
      'gueltig-ab': addValidFromFlag(definition),
      ...fieldFlags(definition, true),
    };

    async run() {
      const { flags } = (await this.parse(this.ctor)) as unknown as Parsed;
      const typed = typedEntry(definition, flags);
      const change = { kommune: String(flags['kommune']), typed, gueltigAb: optional(flags['gueltig-ab']) };
      const entry = await this.withContext(flags, (context) => addEntry(context, definition, change));
      this.print(entryText(definition, entry));
      return entry;
    }
  };
}

export function changeCommand(definition: RegisterDefinition) {
  return class extends WriteCommand<RegisterEntryJson> {
    static override summary = `${oneOf(definition)} ändern`;
    static override description =
      'Nur das Genannte ändert sich; ein leerer Text ("") löscht eine Angabe. Frühere Fassungen bleiben erhalten.';
    static override examples = [`burgward ${definition.id} aendern ${definition.prefix}1 --kommune beispielhain`];
    static override args = { nr: numberArg(definition) };
    static override flags = { kommune: kommuneFlag(), 'gueltig-ab': validFromFlag(), ...fieldFlags(definition, false) };

    async run() {
      const { args, flags } = (await this.parse(this.ctor)) as unknown as Parsed;
      const typed = typedEntry(definition, flags);
      const change = {
        kommune: String(flags['kommune']),
        id: String(args['nr']),
        typed,
        gueltigAb: optional(flags['gueltig-ab']),
      };
      const entry = await this.withContext(flags, (context) => changeEntry(context, definition, change));
      this.print(entryText(definition, entry));
      return entry;
    }
  };
}

export function removeCommand(definition: RegisterDefinition) {
  return class extends WriteCommand<RegisterEntryJson> {
    static override summary = `${oneOf(definition)} entfernen, wenn irrtümlich erfasst`;
    static override description = 'Der Eintrag zählt nicht mehr; er bleibt mit dem Grund im Verlauf.';
    static override examples = [
      `burgward ${definition.id} entfernen ${definition.prefix}1 --kommune beispielhain --grund "doppelt erfasst"`,
    ];
    static override args = { nr: numberArg(definition) };
    static override flags = {
      kommune: kommuneFlag(),
      grund: Flags.string({ description: 'warum der Eintrag nicht gilt', helpValue: 'TEXT', required: true }),
      ja: yesFlag(),
    };

    async run() {
      const { args, flags } = (await this.parse(this.ctor)) as unknown as Parsed;
      const of = { kommune: String(flags['kommune']), id: String(args['nr']), reason: String(flags['grund']) };
      await confirmed(`${definition.one} ${of.id} von ${of.kommune} entfernen?`, flags['ja'] === true, this.canAsk);
      const entry = await this.withContext(flags, (context) => removeEntry(context, definition, of));
      this.print(`${entry.id} ist entfernt: ${cleanLine(entry.entfernt ?? '')}`);
      return entry;
    }
  };
}

export function listCommand(definition: RegisterDefinition) {
  const choices = definition.fields.filter(({ kind }) => kind === 'choice');
  return class extends StoreCommand<RegisterEntryJson[]> {
    static override summary = `${definition.many} auflisten`;
    static override description = definition.purpose;
    static override examples = [`burgward ${definition.id} liste --kommune beispielhain`];
    static override flags = {
      kommune: optionalKommuneFlag(),
      ...(definition.settled === undefined ? {} : { alle: Flags.boolean({ description: 'auch Abgeschlossenes' }) }),
      ...Object.fromEntries(
        choices.map((field) => [
          field.id,
          Flags.string({ description: `nur: ${(field.choices ?? []).join(', ')}`, helpValue: 'WERT' }),
        ]),
      ),
    };

    async run() {
      const { flags } = (await this.parse(this.ctor)) as unknown as Parsed;
      const where = Object.fromEntries(
        choices.flatMap(({ id }) => (typeof flags[id] === 'string' ? [[id, String(flags[id])]] : [])),
      );
      const all = flags['alle'] === true || Object.keys(where).length > 0;
      const filter = { kommune: optional(flags['kommune']), all, where };
      const { entries, settled } = await this.withContext(flags, (context) => listEntries(context, definition, filter));
      const kind = definition.settled === undefined || all ? '' : 'offenen ';
      if (entries.length === 0) this.note(`Keine ${kind}${definition.many} erfasst.`);
      else this.print(entryTable(definition, entries));
      for (const { kommune, id, verstoesse } of entries)
        for (const text of verstoesse) this.note(`${statusMarks.bad} ${id} (${kommune}): ${text}`);
      for (const { kommune, id, hinweise } of entries)
        for (const text of hinweise) this.note(`Hinweis, ${id} (${kommune}): ${text}`);
      if (settled > 0)
        this.note(`${counted(settled, 'abgeschlossener Eintrag', 'abgeschlossene Einträge')} nicht gezeigt: --alle.`);
      return entries;
    }
  };
}

export function showCommand(definition: RegisterDefinition) {
  return class extends StoreCommand<RegisterJson['zeigen']> {
    static override summary = `${oneOf(definition)} mit Verlauf zeigen`;
    static override examples = [`burgward ${definition.id} zeigen ${definition.prefix}1 --kommune beispielhain`];
    static override args = { nr: numberArg(definition) };
    static override flags = { kommune: kommuneFlag() };

    async run() {
      const { args, flags } = (await this.parse(this.ctor)) as unknown as Parsed;
      const shown = await this.withContext(flags, (context) =>
        showEntry(context, definition, String(flags['kommune']), String(args['nr'])),
      );
      this.print(entryText(definition, shown.eintrag));
      this.print(entryHistory(definition, shown.verlauf));
      return shown;
    }
  };
}

export function exportCommand(definition: RegisterDefinition) {
  const canFallDue = definition.due.length > 0 || definition.hasPeriods === true;
  const formats = canFallDue ? (['xlsx', 'csv', 'json', 'ics'] as const) : (['xlsx', 'csv', 'json'] as const);
  return class extends StoreCommand<RegisterJson['exportieren']> {
    static override summary = `${definition.many} als Tabelle ausgeben`;
    static override description =
      `XLSX und CSV lassen sich bearbeiten und mit „burgward ${definition.id} importieren“ wieder einlesen.${canFallDue ? ' ICS ist eine Kalenderdatei mit allem, was fällig wird; neu eingelesen ersetzt sie ihre alten Einträge.' : ''}`;
    static override examples = [
      `burgward ${definition.id} exportieren --kommune beispielhain --format ${canFallDue ? 'ics' : 'xlsx'}`,
    ];
    static override flags = {
      kommune: kommuneFlag(),
      format: Flags.option({
        options: formats,
        description: canFallDue ? 'xlsx, csv, json oder ics' : 'xlsx, csv oder json',
        helpValue: 'FORMAT',
        default: 'xlsx' as const,
      })(),
      alle: Flags.boolean({ description: 'auch Abgeschlossenes' }),
      ausgabe: outputFolderFlag('Ordner für die Datei; ohne Angabe ./ausgabe'),
    };

    async run() {
      const { flags } = (await this.parse(this.ctor)) as unknown as Parsed;
      const { exportEntries } = await import('../usecases/register-tables.ts');
      const wanted = {
        kommune: String(flags['kommune']),
        format: flags['format'] as 'xlsx' | 'csv' | 'json' | 'ics',
        folder: optional(flags['ausgabe']) ?? 'ausgabe',
        all: flags['alle'] === true,
      };
      const written = await this.withContext(flags, (context) => exportEntries(context, definition, wanted));
      for (const { pfad } of written.dateien) this.print(pfad);
      return written;
    }
  };
}

/** „; was es mit gleichem Titel und gleichen Anforderungen schon gibt, nicht noch einmal“ */
function sameByWords({ sameBy = [], fields }: RegisterDefinition): string {
  const labels = fields.filter(({ id }) => sameBy.includes(id)).map(({ label }) => `„${label}“`);
  return labels.length === 0 ? '' : `; was bei ${labels.join(', ')} mit einem Eintrag übereinstimmt, ist schon vorhanden`;
}

export function importCommand(definition: RegisterDefinition) {
  return class extends WriteCommand<RegisterJson['importieren']> {
    static override summary = `${definition.many} aus einer Tabelle übernehmen`;
    static override description =
      `Zeilen mit Nummer ändern ihren Eintrag, Zeilen ohne Nummer legen einen neuen an${sameByWords(definition)}. Ist etwas falsch, wird nichts übernommen.`;
    static override examples = [`burgward ${definition.id} importieren ${definition.id}.xlsx --kommune beispielhain --probe`];
    static override args = { datei: Args.string({ description: 'Tabelle, XLSX oder CSV', required: true }) };
    static override flags = {
      kommune: kommuneFlag(),
      probe: Flags.boolean({ description: 'nur zeigen, was sich ändern würde' }),
    };

    async run() {
      const { args, flags } = (await this.parse(this.ctor)) as unknown as Parsed;
      const { importEntries } = await import('../usecases/register-tables.ts');
      const wanted = { kommune: String(flags['kommune']), path: String(args['datei']), probe: flags['probe'] === true };
      const result = await this.withContext(flags, (context) => importEntries(context, definition, wanted));
      const { neu, geaendert, unveraendert, vorhanden, probe } = result;
      const known = vorhanden.length === 0 ? '' : `, ${vorhanden.length} schon vorhanden`;
      this.print(
        `${probe ? 'Probe: ' : ''}${neu.length} neu, ${geaendert.length} geändert, ${unveraendert} unverändert${known}.`,
      );
      for (const { zeile, nr } of vorhanden)
        this.note(`Zeile ${zeile}: schon vorhanden (${nr ?? 'steht weiter oben in der Datei'}); nicht noch einmal angelegt.`);
      if (vorhanden.length > 0) this.note('Soll sich dort etwas ändern: die Nummer in die Spalte „Nr.“ schreiben.');
      return result;
    }
  };
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
