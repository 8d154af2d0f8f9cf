import { befundeText } from '../../cli/befunde-text.ts';
import { checkFlags } from '../../cli/check-flags.ts';
import { Flags, kommuneFlag } from '../../cli/flags.ts';
import { formatDuration } from '../../cli/format.ts';
import { keyValues } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { Vantage } from '../../domain/observation.ts';
import { formatTimeOfDay } from '../../domain/time-window.ts';
import { exitCodes } from '../../errors.ts';
import type { Context } from '../../usecases/context.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listFindings } from '../../usecases/list-findings.ts';
import {
  type CheckRequest,
  detailLimits,
  type FinishedRun,
  findScanner,
  maxExchangeConnections,
  type PreparedChecks,
  prepareChecks,
  runChecks,
} from '../../usecases/run-checks.ts';

type Result = Exclude<CommandJson['netz pruefen'], { ziele: unknown }>;

/** What was seen is recorded when the check ends, not before. */
const nothingStored = 'Es war noch nichts fertig; gespeichert wurde nichts.';

/** Of the connections, what a thorough check adds. */
function detailsShare(details: PreparedChecks['details']): string {
  const ofTls = details.has('tls-features')
    ? `je TLS-Dienst bis zu ${detailLimits.all.connections} für seine Verfahren und Eigenschaften, meist etwa 30`
    : `je TLS-Dienst bis zu ${detailLimits.suites.connections} für seine Verfahren, meist etwa 10`;
  const ofSsh = `je SSH-Dienst bis zu ${maxExchangeConnections} für Schlüssel und Gruppe`;
  const shares = [...(details.has('tls-suites') ? [ofTls] : []), ...(details.has('ssh-exchange') ? [ofSsh] : [])];
  return shares.length === 0 ? '' : `; davon ${shares.join(', ')}`;
}

export default class NetzPruefen extends WriteCommand<CommandJson['netz pruefen']> {
  static override summary = 'Die freigegebenen Systeme prüfen und das Ergebnis speichern';
  static override description =
    'Geprüft wird nur, was eine gültige Freigabe nennt; alles andere endet mit 5, ohne dass etwas gesendet wurde. Endet die Freigabe während der Prüfung, endet auch diese mit 5; was fertig war, bleibt erhalten, ebenso mit Strg-C. „--fortsetzen“ macht dort weiter, mit denselben Prüfungen.';
  static override examples = [
    'burgward netz pruefen --kommune beispielhain --probe',
    'burgward netz pruefen --kommune beispielhain',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    ziel: Flags.string({
      description: 'nur diese Rechner oder Adressen; mehrfach möglich',
      helpValue: 'HOST|IP',
      multiple: true,
    }),
    ...checkFlags('leicht: übliche Ports; gruendlich: dazu 1 bis 1024 und jedes Verfahren, das TLS-Dienste annehmen'),
    fortsetzen: Flags.boolean({ description: 'dort weitermachen, wo die letzte Prüfung abgebrochen wurde' }),
    'fehler-bei': Flags.option({
      options: ['not-met'] as const,
      description: 'mit 1 enden, wenn etwas nicht in Ordnung ist',
      helpValue: 'ERGEBNIS',
    })(),
  };

  async run() {
    const { flags, metadata } = await this.parse(NetzPruefen);
    const { kommune, ziel = [], check = [], fortsetzen } = flags;
    const request: CheckRequest = {
      kommune,
      ziele: ziel,
      checks: check,
      profil: flags.profil as CheckRequest['profil'],
      fortsetzen,
      wieZuletzt: { checks: check.length === 0, profil: metadata.flags['profil']?.setFromDefault === true },
      nurNmap: flags['nur-nmap'],
      blickwinkel: (flags.blickwinkel as Vantage | undefined) ?? null,
      resolver: flags.resolver ?? null,
      probe: flags.probe,
    };
    this.hintWhenStopped(nothingStored);
    return this.withContext(flags, async (context) => {
      const prepared = await prepareChecks(context, request);
      this.#showFootprint(prepared);
      if (flags.probe) return prepared.footprint;
      const { result, over } =
        prepared.targets.length === 0 && prepared.domains.length === 0
          ? { result: await this.#showStored(context, kommune, prepared), over: null }
          : await this.#check(context, request, prepared);
      if (flags['fehler-bei'] !== undefined && result.befunde.some((f) => f.ergebnis === 'not-met'))
        this.endWith(exitCodes.gapsFound);
      if (over !== null) this.endWith(over.exitCode);
      return result;
    });
  }

  #showFootprint({ footprint, targets, domains, details, notes, until }: PreparedChecks): void {
    if (!('ziele' in footprint)) return;
    const { ziele } = footprint;
    this.note(
      keyValues([
        ['Freigabe', footprint.freigabe],
        [
          'Ziele',
          ziele.length > 8
            ? `${ziele.slice(0, 8).join(', ')} und ${ziele.length - 8} weitere`
            : ziele.join(', ') || 'keine mehr offen',
        ],
        ...(footprint.domains.length === 0 ? [] : [['Domains', footprint.domains.join(', ')] as const]),
        ['Blickwinkel', [...new Set([...targets, ...domains].map(({ vantage }) => vantage))].join(', ') || '–'],
        ['Ports', footprint.ports],
        ['Verbindungen', `höchstens ${footprint.verbindungen}${detailsShare(details)}`],
        ...(footprint.dnsFragen === 0
          ? []
          : [['DNS-Fragen', `höchstens ${footprint.dnsFragen}, nur an den DNS-Server`] as const]),
        ['Dauer', `höchstens ${formatDuration(footprint.sekundenHoechstens)}, meist viel weniger`],
      ]),
    );
    for (const note of notes) this.note(note);
    if (until !== null)
      this.note(`Das Zeitfenster der Freigabe endet um ${formatTimeOfDay(until)}; dann endet auch die Prüfung.`);
  }

  /** Nothing was left to look at, so nothing is recorded. */
  async #showStored(context: Context, kommune: string, { notes }: PreparedChecks): Promise<Result> {
    const stored = await listFindings(context, kommune);
    this.print('Es ist nichts mehr offen.');
    return { ...stored, hinweise: [...notes] };
  }

  async #check(
    context: Context,
    request: CheckRequest,
    prepared: PreparedChecks,
  ): Promise<{ result: Result; over: FinishedRun['over'] }> {
    const scanner = await findScanner(request);
    if (scanner.reason !== null) this.note(`${scanner.reason} Es prüft der eigene Verbindungstest.`);
    const progress = this.progress('Netzprüfung');
    const finished = await runChecks(context, request, prepared, scanner, {
      signal: this.abortSignal,
      onProgress: ({ text, percent }) => progress.update(Math.round(percent), 100, text),
    }).finally(() => progress.finish());
    if (finished === null) throw this.abortSignal.reason;
    const { json, run, aborted, over, failure } = finished;
    this.hintWhenStopped(undefined);
    this.print(befundeText(json));
    const said = new Set([scanner.reason, ...prepared.notes]);
    for (const hinweis of run.hinweise.filter((each) => !said.has(each))) this.note(hinweis);
    if (over !== null) this.note(over.hint);
    else if (aborted)
      this.note(
        `Abgebrochen; ${run.id} enthält, was bis dahin fertig war. Weiter mit: burgward netz pruefen --kommune ${request.kommune} --fortsetzen`,
      );
    if (failure !== null) throw failure;
    return { result: { ...json, hinweise: [...run.hinweise] }, over };
  }
}
