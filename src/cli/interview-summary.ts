/** How a sitting ends: what was done, what is left, how to go on and how to take it back. */
import { firstPass } from '../usecases/interview.ts';
import type { InterviewSession } from './interview-session.ts';
import { rule, wrapped } from './interview-text.ts';
import { cleanLine, counted } from './output.ts';

export function endText(session: InterviewSession): string {
  const { answered, facts, leftOpen, skipped, minutes } = session.counts();
  const done = [
    ...(answered > 0 ? [counted(answered, 'Antwort', 'Antworten')] : []),
    ...(facts > 0 ? [counted(facts, 'Angabe', 'Angaben')] : []),
  ].join(' und ');
  const time = minutes < 1 ? 'in weniger als einer Minute' : `in ${counted(minutes, 'Minute', 'Minuten')}`;
  const rest = [
    ...(leftOpen > 0 ? [`${leftOpen} offen gelassen`] : []),
    ...(skipped > 0 ? [`${skipped} übersprungen`] : []),
  ].join(', ');
  return [
    `\n${rule()}`,
    wrapped(
      answered + facts === 0 ? 'Nichts Neues gespeichert.' : `Gespeichert: ${done} ${time}${rest === '' ? '' : `; ${rest}`}.`,
    ),
    ...profileLines(session),
    ...(answered > 0 ? ['', 'Letzte Antwort zurücknehmen:', `  ${command('rueckgaengig', session)}`] : []),
  ].join('\n');
}

function profileLines(session: InterviewSession): string[] {
  const { n, offen, zuBestaetigen, undated } = session.profileCounts();
  const known = n - offen - zuBestaetigen;
  const lines = [
    wrapped(
      `„${cleanLine(session.state.profile.title)}“: ${known} von ${n} beantwortet, ${offen} offen, ${zuBestaetigen} zu bestätigen.`,
    ),
    ...(undated.length > 0 ? [wrapped(`Ohne Termin: ${undated.length} (${shortList(undated)}).`)] : []),
  ];
  if (offen + zuBestaetigen > 0) return [...lines, '', 'Weiter:', `  ${command('interview', session)}${profileSwitch(session)}`];
  if (session.state.profile.id !== firstPass) return [...lines, wrapped('Für dieses Profil ist alles beantwortet.')];
  const end = command('abschliessen', session);
  const next = command('beginnen', session);
  return [...lines, '', 'Der erste Durchgang ist geschafft. Weiter geht es mit:', `  ${end}`, `  ${next} --profil einstieg`];
}

/** Ids named; the rest is counted. */
const mostNamed = 5;

function shortList(ids: readonly string[]): string {
  return [...ids.slice(0, mostNamed), ...(ids.length > mostNamed ? ['…'] : [])].join(', ');
}

/** One line for whoever was cut off. */
export function interruptedText(session: InterviewSession): string {
  const { answered, facts } = session.counts();
  return wrapped(
    `\nUnterbrochen. Gespeichert: ${counted(answered, 'Antwort', 'Antworten')}${facts > 0 ? `, ${counted(facts, 'Angabe', 'Angaben')}` : ''}. Weiter mit demselben Befehl.`,
  );
}

function command(verb: string, { wish }: InterviewSession): string {
  return `burgward erhebung ${verb} --kommune ${wish.kommune}`;
}

function profileSwitch({ wish }: InterviewSession): string {
  return wish.profil === undefined ? '' : ` --profil ${wish.profil}`;
}
