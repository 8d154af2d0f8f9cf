import { describe, expect, it } from 'vitest';
import { ExpectedError, InvalidDataError } from '../../src/errors.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { escapeMarkdown } from '../../src/report/fill-template.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { listReports } from '../../src/report/report-folder.ts';
import { reportKinds } from '../../src/report/report-input.ts';
import { beispielhainInput, hostileText } from './fixture.ts';
import { reportsFolder } from './render.ts';

const data = buildReportData(beispielhainInput('leitung'));

async function problem(source: string): Promise<ExpectedError> {
  const result = await renderReport(data, 'md', { reportsFolder, template: { file: 'reports/eigen/vorlage.md', source } }).catch(
    (error: unknown) => error,
  );
  if (!(result instanceof ExpectedError)) throw new Error(`expected an ExpectedError, got ${String(result)}`);
  return result;
}

describe('a report template', () => {
  it('may not name a field that does not exist', async () => {
    expect((await problem('# {{ kopf.titel }}\n\nText\n{{ kopf.tittel }}\n')).message).toBe(
      'reports/eigen/vorlage.md, Zeile 4: Das Feld „kopf.tittel“ gibt es nicht.',
    );
    expect((await problem('\n{% if kopf.geheim %}x{% endif %}')).message).toContain(
      'Zeile 2: Das Feld „kopf.geheim“ gibt es nicht.',
    );
  });

  it('may not compute, print unescaped text or read other files', async () => {
    expect((await problem('{{ gesamt.ja | plus: 1 }}')).message).toContain('Zeile 1: Den Filter „plus“ gibt es nicht');
    expect((await problem('{{ kopf.titel | raw }}')).message).toContain('Den Filter „raw“ gibt es nicht');
    expect((await problem('a\n\n{% render "/etc/passwd" %}')).message).toContain('Zeile 3: Das Kommando „render“ gibt es nicht');
    expect((await problem('{% include "/etc/passwd" %}')).message).toContain('Das Kommando „include“ gibt es nicht');
  });

  it('may not count further than a report is long', async () => {
    expect((await problem('# a\n\n{% for i in (1..99999999) %}x{% endfor %}')).message).toContain(
      'Zeile 3: Die Schleifen laufen zu oft',
    );
    const nested = '{% for a in (1..900) %}{% for b in (1..900) %}{% for c in (1..900) %}x{% endfor %}{% endfor %}{% endfor %}';
    expect((await problem(nested)).message).toContain('Die Schleifen laufen zu oft');
  });

  it('may only place what the report has', async () => {
    const error = await problem('# Titel\n\n:::tabelle pflichtn\n');
    expect(error.message).toBe('reports/eigen/vorlage.md, Zeile 3: „:::tabelle pflichtn“ gibt es in diesem Bericht nicht.');
    expect(error.hint).toContain('tabelle minimum');
    expect((await problem(':::kuchendiagramm x')).message).toContain('Zeile 1: „:::kuchendiagramm x“ gibt es nicht.');
    expect((await problem(':::tabelle constructor')).message).toContain('gibt es in diesem Bericht nicht');
  });

  it('closes what it opens', async () => {
    expect((await problem('Text\n:::hinweis\nText')).message).toContain('„:::hinweis“ wird nicht geschlossen');
    expect((await problem('Text\n:::\n')).message).toContain('schließt');
  });

  it('reports a broken instruction with its line', async () => {
    expect((await problem('Text\n\n{% for x in themen %}')).message).toMatch(
      /vorlage\.md, Zeile 3: Die Anweisung ist nicht lesbar/,
    );
  });

  it('turns values into text, never into markup', () => {
    expect(escapeMarkdown('**fett** <b>\n# Titel')).toBe('\\*\\*fett\\*\\* \\<b\\> \\# Titel');
    expect(escapeMarkdown(hostileText)).not.toMatch(/\n/);
  });
});

describe('the list of reports', () => {
  it('tells what each report is and in which formats it comes', async () => {
    const kinds = await listReports(reportsFolder);
    expect(kinds.map((kind) => kind.id)).toEqual([...reportKinds, 'region'].sort());
    expect(kinds.every((kind) => kind.formats.includes('html') && kind.formats.includes('pdf'))).toBe(true);
  });

  it('is what an unknown kind or format is answered with', async () => {
    const unknown = renderReport(data, 'odt' as 'pdf', { reportsFolder });
    await expect(unknown).rejects.toThrow(InvalidDataError);
    await expect(unknown).rejects.toMatchObject({ hint: expect.stringContaining('html, pdf, docx, md, json') });
    const future = { ...data, art: 'zukunft' } as unknown as typeof data;
    await expect(renderReport(future, 'md', { reportsFolder })).rejects.toMatchObject({
      hint: `Vorhanden: ${[...reportKinds, 'region'].sort().join(', ')}.`,
    });
  });
});
