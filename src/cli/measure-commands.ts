/** The commands that make measures from entries of other registers. */

import type { MeasuresFromEntryJson } from '../usecases/json-schemas.ts';
import { type MeasureSource, measuresFromEntry } from '../usecases/measures-from-entries.ts';
import type { ContextFlags } from './context.ts';
import { Args, dateFlag, Flags, integerFlag, kommuneFlag } from './flags.ts';
import { table } from './output.ts';
import { WriteCommand } from './write-command.ts';

/** One switch is there only for some registers, so the type of oclif does not know it. */
interface Parsed {
  args: { nr: string };
  flags: ContextFlags & {
    kommune: string;
    feststellung?: number[];
    verantwortlich?: string;
    faellig?: string;
    /** Absent when not given. */
    probe?: boolean;
  };
}

function helpOf({ definition: { one, id }, each }: MeasureSource): { summary: string; description: string } {
  if (each === 'feststellungen')
    return {
      summary: `Aus den Feststellungen einer ${one} Maßnahmen machen`,
      description: `Je Feststellung eine Maßnahme; die Nummern stehen danach auch bei der ${one}. Noch einmal aufgerufen, entstehen nur Maßnahmen für neue Feststellungen.`,
    };
  if (each === 'lehren')
    return {
      summary: 'Aus den Lehren eines Vorfalls Maßnahmen machen',
      description:
        'Je Zeile der Lehren eine Maßnahme; der Vorfall steht bei ihr als Herkunft. Noch einmal aufgerufen, entstehen nur Maßnahmen für neue Zeilen.',
    };
  if (id === 'warnung')
    return {
      summary: 'Aus einer Warnung eine Maßnahme machen',
      description:
        'Zielobjekte, verantwortliche Person und Frist kommen aus der Warnung, wenn nichts anderes angegeben ist; die Warnung steht bei ihr als Herkunft.',
    };
  return {
    summary: 'Aus einem Risiko eine Maßnahme machen',
    description: 'Titel, Zielobjekte und Anforderungen kommen aus dem Risiko; die Nummer steht danach auch dort.',
  };
}

/** More findings one visit or audit does not have. */
const mostFindings = 500;

export function measuresFromCommand(source: MeasureSource) {
  const { definition, each } = source;
  const { prefix, one, id: register } = definition;
  const severalFlag = {
    ...integerFlag('feststellung', {
      description: 'nur diese Feststellung, gezählt ab 1; mehrfach möglich',
      min: 1,
      max: mostFindings,
    }),
    multiple: true as const,
  };
  return class extends WriteCommand<MeasuresFromEntryJson> {
    static override summary = helpOf(source).summary;
    static override description = helpOf(source).description;
    static override examples = [
      `burgward massnahme aus-${register} ${prefix}1 --kommune beispielhain --probe`,
      `burgward massnahme aus-${register} ${prefix}1 --kommune beispielhain --verantwortlich "Jan Krause" --faellig 2026-12-31`,
    ];
    static override args = { nr: Args.string({ description: `Nummer, zum Beispiel ${prefix}1 (${one})`, required: true }) };
    static override flags = {
      kommune: kommuneFlag(),
      ...(each === 'feststellungen' ? { feststellung: severalFlag } : {}),
      verantwortlich: Flags.string({ description: 'wer sie umsetzt', helpValue: 'NAME' }),
      faellig: dateFlag('faellig', { description: 'bis wann' }),
      probe: Flags.boolean({ description: 'nur zeigen, was angelegt würde' }),
    };

    async run() {
      const { args, flags } = (await this.parse(this.ctor)) as unknown as Parsed;
      const { kommune, feststellung: which = [], verantwortlich, faellig, probe = false } = flags;
      const typed = {
        ...(verantwortlich === undefined ? {} : { verantwortlich }),
        ...(faellig === undefined ? {} : { faellig }),
      };
      const wish = { kommune, id: args.nr, which, typed, probe };
      const result = await this.withContext(flags, (context) => measuresFromEntry(context, source, wish));
      if (result.massnahmen.length > 0)
        this.print(
          table(result.massnahmen, [
            { header: 'Nr.', value: ({ id }) => id },
            { header: 'Maßnahme', value: ({ titel }) => titel },
          ]),
        );
      if (result.schonErfasst.length > 0)
        this.note(`Schon erfasst: ${result.schonErfasst.map(({ id, titel }) => `${id} ${titel}`).join('; ')}.`);
      if (probe) this.note('Probe: Es wurde nichts angelegt.');
      return result;
    }
  };
}
