/** The report about many Kommunen: their numbers are those of `uebersicht`, all over the same questions. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import { legalMinimumOf } from '../domain/overview.ts';
import { writeWorkbook } from '../exchange/spreadsheet.ts';
import { identificationMark } from '../report/identification.ts';
import { buildRegion } from '../report/kinds/region/build.ts';
import type { RegionInput, RegionKommune } from '../report/kinds/region/input.ts';
import { regionSheets } from '../report/kinds/region/sheets.ts';
import type { PdfKind } from '../report/pdf-engine.ts';
import { renderReport } from '../report/render-report.ts';
import type { ReportEdition } from '../report/report-input.ts';
import { isRenderedFormat } from '../report/report-kind.ts';
import { findProfile } from './catalogue-lookup.ts';
import type { Context } from './context.ts';
import { checkFormats } from './create-report.ts';
import type { CommandJson } from './json-schemas.ts';
import { overviewRow, type SummarisedKommune, summariseAll } from './overview.ts';
import { scopeOf } from './scope.ts';
import { type FileToWrite, writeFiles } from './write-files.ts';

export interface RegionRequest {
  /** Slug of a group or a Landkreis; undefined: all Kommunen. */
  gruppe?: string | undefined;
  formate: readonly string[];
  ausgabe: string;
  fassung: ReportEdition;
  reportsFolder: string;
  /** Undefined: the best kind of PDF this system can write. */
  pdfKind?: PdfKind | undefined;
}

/** Which the program asks a Kommune that names none; all others ask these questions too. */
const profileOfAll = 'einstieg';

/**
 * All formats are rendered before the first file is written.
 * @throws InvalidDataError, NotFoundError, EnvironmentError when the folder cannot be written
 */
export async function createRegionReport(context: Context, request: RegionRequest): Promise<CommandJson['bericht erstellen']> {
  const { files } = await renderRegionFiles(context, request);
  return { dateien: await writeFiles(request.ausgabe, files) };
}

/** Nothing is written. @returns the files with the fingerprint of what they are made from */
export async function renderRegionFiles(
  context: Context,
  request: RegionRequest,
): Promise<{ files: FileToWrite[]; fingerprint: string }> {
  const { reportsFolder, pdfKind, fassung, gruppe } = request;
  const formats = await checkFormats(reportsFolder, 'region', request.formate);
  const input = await gatherRegion(context, request);
  const data = buildRegion(input);
  const parts = ['region', gruppe, fassung === 'intern' ? undefined : fassung, context.asOf];
  const name = parts.filter((part) => part !== undefined).join('-');
  const files: FileToWrite[] = [];
  for (const format of formats.filter(isRenderedFormat)) {
    const bytes = await renderReport(data, format, { reportsFolder, pdfKind });
    files.push({ name: `${name}.${format}`, format, bytes });
  }
  if (formats.includes('xlsx')) {
    const bytes = await writeWorkbook(regionSheets(data), data.kopf.titel, {
      keywords: identificationMark(data.kopf.kennung),
      confidentiality: data.kopf.vertraulichkeit,
    });
    files.push({ name: `${name}.xlsx`, format: 'xlsx', bytes });
  }
  return { files, fingerprint: input.fingerprint };
}

async function gatherRegion(context: Context, { gruppe, fassung }: RegionRequest): Promise<RegionInput> {
  const { catalogue, asOf } = context;
  const profil = findProfile(catalogue, profileOfAll);
  const { umfang, kommunen: bodies } = await scopeOf(context, gruppe);
  const kommunen = (await summariseAll(context, bodies, profil)).map((each) => regionKommune(each, asOf));
  const minimum = legalMinimumOf(catalogue);
  const content = {
    asOf,
    catalogue: { id: catalogue.id, edition: catalogue.edition, hash: catalogue.hash },
    profil: profil.id,
    umfang,
    kommunen: kommunen.map((each) => ({ ...each, antworten: [...each.antworten], pflichten: [...each.pflichten] })),
    fassung,
  };
  return {
    fassung,
    asOf,
    umfang: umfang === null ? null : { slug: umfang.slug, name: umfang.name, art: umfang.art },
    kommunen,
    profil,
    minimum,
    catalogue,
    fingerprint: createHash('sha256').update(canonicalJson(content)).digest('hex'),
    programVersion: context.programVersion,
  };
}

function regionKommune(summarised: SummarisedKommune, asOf: string): RegionKommune {
  const { name, groesse, gesamt, antworten, luecken, massnahmen } = overviewRow(summarised);
  const { minimum, states } = summarised.summary;
  return {
    name,
    groesse,
    gesamt,
    hatAntworten: antworten.n > 0,
    antworten: states,
    pflichten: new Map(minimum.map(({ item, status }) => [item.id, status])),
    luecken,
    massnahmen,
    pflichtenUeberfaellig: minimum.filter(({ status, due }) => status === 'nichtErfuellt' && due !== null && due < asOf).length,
  };
}
