import type { Catalogue } from '../domain/catalogue.ts';
import { catalogueMarkdown } from '../exchange/catalogue-markdown.ts';
import { catalogueSheets } from '../exchange/catalogue-sheets.ts';
import { writeCsv } from '../exchange/csv.ts';
import { writeWorkbook } from '../exchange/spreadsheet.ts';
import type { CommandJson } from './json-schemas.ts';
import { type FileToWrite, writeFiles } from './write-files.ts';

export type CatalogueFormat = 'xlsx' | 'csv' | 'json' | 'md';

/**
 * Writes the catalogue for other programs. The same catalogue gives the same bytes.
 * @param folder is made if it is missing
 * @throws EnvironmentError when it cannot be written
 */
export async function exportCatalogue(
  catalogue: Catalogue,
  format: CatalogueFormat,
  folder: string,
): Promise<CommandJson['katalog exportieren']> {
  return { dateien: await writeFiles(folder, await filesOf(catalogue, format)) };
}

async function filesOf(catalogue: Catalogue, format: CatalogueFormat): Promise<FileToWrite[]> {
  const name = `${catalogue.id}-${catalogue.edition}`;
  const encode = (text: string) => new TextEncoder().encode(text);
  switch (format) {
    case 'xlsx':
      return [
        {
          name: `${name}.xlsx`,
          format,
          bytes: await writeWorkbook(catalogueSheets(catalogue), catalogue.title, { confidentiality: null }),
        },
      ];
    case 'csv':
      // A CSV file holds one table, so each sheet of the workbook becomes a file.
      return catalogueSheets(catalogue).map((sheet) => ({
        name: `${name}-${fileWord(sheet.name)}.csv`,
        format,
        bytes: encode(writeCsv(sheet)),
      }));
    case 'json':
      return [{ name: `${name}.json`, format, bytes: encode(`${JSON.stringify(catalogue, null, 2)}\n`) }];
    case 'md':
      return [{ name: `${name}.md`, format, bytes: encode(catalogueMarkdown(catalogue)) }];
  }
}

function fileWord(name: string): string {
  return name.toLowerCase().replaceAll('ü', 'ue');
}
