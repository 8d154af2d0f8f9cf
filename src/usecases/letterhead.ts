/** The letterhead of a Kommune: read from a folder, shown, taken back. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { problemsOf } from '../catalogue/schema-issues.ts';
import { parseYaml } from '../catalogue/yaml-document.ts';
import { type Arms, contrastOnWhite, type Letterhead } from '../domain/letterhead.ts';
import { EnvironmentError, type FileProblem, ForeignFileError, NotFoundError, TableError } from '../errors.ts';
import { maxArmsBytes, readArms } from '../report/arms.ts';
import { reportKinds } from '../report/report-input.ts';
import { insertLetterhead, type RecordedLetterhead, removeLetterhead, selectLetterhead } from '../store/briefkoepfe.ts';
import { selectKommune } from '../store/kommunen.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

type LetterheadJson = CommandJson['bericht briefkopf zeigen'];

const settingsFile = 'briefkopf.yaml';
const templatesFolder = 'vorlagen';
const maxSettingsBytes = 64 * 1024;
const maxTemplateBytes = 256 * 1024;

/**
 * Reads everything before anything is recorded.
 * @throws NotFoundError, ForeignFileError for arms, TableError for the settings, TemplateError for a template that does not fit
 */
export async function loadLetterhead(
  context: Context,
  { kommune, ordner: folder }: { kommune: string; ordner: string },
): Promise<LetterheadJson> {
  await selectKommune(context.store, kommune, stateNow(context));
  const texts = await readSettings(folder);
  const arms = await readArmsIn(folder);
  if (arms !== null) await tryArms(arms, folder);
  const templates = await readTemplates(join(folder, templatesFolder));
  const letterhead: Letterhead = { ...texts, arms, templates };
  return letterheadJson(await insertLetterhead(context.store, kommune, letterhead, context.today, recordingOf(context)));
}

/** @throws NotFoundError when there is none */
export async function showLetterhead(context: Context, kommune: string): Promise<LetterheadJson> {
  await selectKommune(context.store, kommune, stateAt(context));
  return letterheadJson(found(await selectLetterhead(context.store, kommune, stateAt(context)), kommune));
}

/** @throws NotFoundError when there is none */
export async function dropLetterhead(context: Context, kommune: string): Promise<CommandJson['bericht briefkopf entfernen']> {
  const at = stateNow(context);
  await selectKommune(context.store, kommune, at);
  const letterhead = found(await selectLetterhead(context.store, kommune, at), kommune);
  await removeLetterhead(context.store, letterhead, context.today, recordingOf(context));
  return { kommune, sha256: letterhead.sha256 };
}

function found(letterhead: RecordedLetterhead | null, kommune: string): RecordedLetterhead {
  if (letterhead !== null) return letterhead;
  throw new NotFoundError(
    `Für ${kommune} ist kein eigener Briefkopf geladen.`,
    `Laden mit „burgward bericht briefkopf laden ORDNER --kommune ${kommune}“.`,
  );
}

function letterheadJson(letterhead: RecordedLetterhead): LetterheadJson {
  const { kommune, name, sender, returnLine, foot, colour, arms, templates, sha256, since } = letterhead;
  return {
    kommune,
    name,
    absender: [...sender],
    ruecksendezeile: returnLine,
    fuss: [...foot],
    farbe: colour,
    kontrast: colour === null ? null : Math.floor(contrastOnWhite(colour) * 100) / 100,
    wappen: arms === null ? null : { art: arms.kind, bytes: arms.bytes.length },
    vorlagen: Object.keys(templates).toSorted(),
    sha256,
    gueltigAb: since,
  };
}

async function readSettings(folder: string): Promise<Omit<Letterhead, 'arms' | 'templates'>> {
  const path = join(folder, settingsFile);
  const bytes = await readLimited(path, maxSettingsBytes);
  if (bytes === null) {
    throw new NotFoundError(
      `Im Ordner ${folder} liegt keine Datei ${settingsFile}.`,
      `Dort Name, Absender und nach Wunsch Farbe und Fuß eintragen; ein Beispiel steht in reports/README.md.`,
    );
  }
  const { document, problems } = parseYaml(path, bytes.toString('utf8'));
  if (document === null || problems.length > 0) throw settingsError(problems);
  const { letterheadSchema, letterheadTexts } = await import('../report/letterhead-schema.ts');
  const parsed = letterheadSchema.safeParse(document.value);
  if (!parsed.success) throw settingsError(problemsOf(document, parsed.error.issues));
  return letterheadTexts(parsed.data);
}

function settingsError(problems: readonly FileProblem[]): TableError {
  return new TableError(
    problems.map(({ file, line, field, text }) => ({ file, row: line, column: null, text: `${field}: ${text}` })),
    'Die genannten Stellen berichtigen; ein Beispiel steht in reports/README.md.',
  );
}

async function readArmsIn(folder: string): Promise<Arms | null> {
  const found: { kind: Arms['kind']; path: string; bytes: Buffer }[] = [];
  for (const kind of ['svg', 'png'] as const) {
    const path = join(folder, `wappen.${kind}`);
    const bytes = await readLimited(path, maxArmsBytes);
    if (bytes !== null) found.push({ kind, path, bytes });
  }
  const [first, second] = found;
  if (second !== undefined)
    throw new ForeignFileError(`Im Ordner ${folder} liegen wappen.svg und wappen.png.`, 'Eine der beiden Dateien entfernen.');
  return first === undefined ? null : await readArms(first.bytes, first.kind, first.path);
}

async function tryArms(arms: Arms, folder: string): Promise<void> {
  const { canDraw } = await import('../report/render-pdf.ts');
  if ((await canDraw(arms)) !== false) return;
  throw new ForeignFileError(
    `${join(folder, `wappen.${arms.kind}`)} lässt sich nicht zeichnen.`,
    'Das Wappen in einem anderen Programm öffnen und neu speichern.',
  );
}

async function readTemplates(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw unreadable(folder);
  });
  const templates: Record<string, string> = {};
  for (const name of names.filter((each) => each.endsWith('.md')).toSorted()) {
    const path = join(folder, name);
    const art = reportKinds.find((kind) => `${kind}.md` === name);
    if (art === undefined) {
      throw new NotFoundError(
        `${path}: Einen Bericht „${name.slice(0, -3)}“ gibt es nicht.`,
        `Vorlagen heißen wie ihr Bericht; vorhanden sind: ${reportKinds.join(', ')}.`,
      );
    }
    const source = (await readLimited(path, maxTemplateBytes))?.toString('utf8') ?? '';
    const { checkTemplate } = await import('../report/check-template.ts');
    checkTemplate(art, source, path);
    templates[art] = source;
  }
  return templates;
}

/** Null when there is no such file; never more than `limit` bytes are read in. */
async function readLimited(path: string, limit: number): Promise<Buffer | null> {
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : null),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
      throw unreadable(path);
    },
  );
  if (size === null) return null;
  if (size <= limit)
    return await readFile(path).catch(() => {
      throw unreadable(path);
    });
  throw new ForeignFileError(
    `${path} ist zu groß (${Math.ceil(size / 1024)} KB; möglich sind höchstens ${Math.floor(limit / 1024)} KB).`,
    'Die Datei verkleinern.',
  );
}

function unreadable(path: string): EnvironmentError {
  return new EnvironmentError(`${path} lässt sich nicht lesen.`, 'Rechte und Pfad prüfen.');
}
