import { probeFlag } from '../../cli/bulk.ts';
import { Args, optionalKommuneFlag } from '../../cli/flags.ts';
import { counted, statusWord, styled, table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { adoptCatalogue } from '../../usecases/adopt-catalogue.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

type Adopted = CommandJson['katalog aktualisieren'];
type AdoptedKommune = Adopted['kommunen'][number];

export default class KatalogAktualisieren extends WriteCommand<Adopted> {
  static override summary = 'Nach einer neuen Ausgabe des Katalogs sagen und festhalten, was aus den Antworten wird';
  static override description =
    'Antworten, deren Frage gleich geblieben ist, gelten weiter. Ist die Frage oder die Anforderung anders gefasst, ist die Antwort von heute an zu bestätigen; wer sie gab und seit wann sie stimmt, bleibt stehen. Läuft keine Erhebung, beginnt dafür eine. Antworten auf zurückgezogene Anforderungen bleiben im Verlauf und zählen nicht mehr. Neue Fragen sind offen. Mit --probe wird nichts erfasst; dann lässt sich auch eine Ausgabe ansehen, die noch nicht eingerichtet ist (Katalogordner, exportierte Datei, dist/catalogue.json einer neuen Fassung).';
  static override examples = [
    'burgward katalog aktualisieren --probe',
    'burgward katalog aktualisieren ./burgward-neu/dist/catalogue.json --probe --kommune beispielhain',
    'burgward katalog aktualisieren',
  ];
  static override args = {
    neu: Args.string({ description: 'Ausgabe, die noch nicht eingerichtet ist: Ordner oder JSON-Datei; nur mit --probe' }),
  };
  static override flags = { kommune: optionalKommuneFlag(), probe: probeFlag() };

  async run() {
    const { args, flags } = await this.parse(KatalogAktualisieren);
    const { kommune, probe } = flags;
    const result = await this.withContext(flags, (context) => adoptCatalogue(context, { kommune, neu: args.neu, probe }));
    const { katalog, controls, kommunen } = result;
    this.print(`Katalog ${katalog.id}, Ausgabe ${katalog.edition}`);
    if (controls !== null) {
      const { unveraendert, umformuliert, neu, zurueckgezogen } = controls;
      this.print(
        `Anforderungen: ${unveraendert} unverändert, ${umformuliert} anders gefasst, ${neu} neu, ${zurueckgezogen} zurückgezogen`,
      );
    }
    if (kommunen.length > 0) {
      this.print();
      this.print(
        table(kommunen, [
          { header: 'Kommune', value: (row) => row.kommune },
          { header: 'Antworten', value: ({ antworten }) => `${antworten.n}` },
          { header: 'bleiben', value: ({ antworten }) => `${antworten.bleiben + antworten.ohneWortlaut}` },
          { header: 'zu bestätigen', value: ({ antworten }) => `${antworten.zuBestaetigen + antworten.schonZuBestaetigen}` },
          { header: 'nur noch im Verlauf', value: ({ antworten }) => `${antworten.zurueckgezogen}` },
          { header: 'neue Fragen', value: ({ neu }) => `${neu.length}` },
        ]),
      );
    }
    for (const each of kommunen) this.#printDetails(each);
    this.#conclude(result);
    return result;
  }

  #printDetails({ kommune, neu, umformuliert, zurueckgezogen }: AdoptedKommune): void {
    if (neu.length + umformuliert.length + zurueckgezogen.length === 0) return;
    this.print();
    this.print(styled('bold', kommune));
    for (const { control, titel, zielobjekt, status, schonZuBestaetigen } of umformuliert) {
      const already = schonZuBestaetigen ? '; war schon zu bestätigen' : '';
      this.print(`  anders gefasst: ${control} ${titel} (${zielobjekt}), Antwort ${statusWord(status)}${already}`);
    }
    for (const { control, titel } of neu) this.print(`  neu: ${control} ${titel}`);
    for (const { control, titel, zielobjekt, grund, ersetztDurch } of zurueckgezogen) {
      const instead = ersetztDurch === null ? '' : `; an seine Stelle tritt ${ersetztDurch}`;
      this.print(`  zurückgezogen: ${control} ${titel} (${zielobjekt})${grund === null ? '' : `: ${grund}`}${instead}`);
    }
  }

  #conclude({ kommunen, probe }: Adopted): void {
    const sum = (field: 'zuBestaetigen' | 'ohneWortlaut') =>
      kommunen.reduce((total, { antworten }) => total + antworten[field], 0);
    const count = counted(sum('zuBestaetigen'), 'Antwort', 'Antworten');
    if (sum('zuBestaetigen') === 0) this.note(probe ? 'Es würde nichts erfasst.' : 'Es war nichts zu erfassen.');
    else if (probe) this.note(`Von heute an zu bestätigen: ${count}. Nichts wurde erfasst.`);
    else this.note(`${count} zu bestätigen, mit „burgward erhebung interview“ oder „burgward erhebung antworten“.`);
    if (sum('ohneWortlaut') > 0) {
      const unknown = counted(sum('ohneWortlaut'), 'Antwort', 'Antworten');
      this.note(`Bei ${unknown} war der Wortlaut der Frage damals nicht festgehalten; sie gelten weiter bis zu ihrem Prüftag.`);
    }
    for (const { kommune, eintrag } of kommunen) {
      if (eintrag !== null) {
        this.note(`Zurücknehmen mit „burgward erhebung rueckgaengig --kommune ${kommune} --eintrag ${eintrag}“.`);
      }
    }
  }
}
