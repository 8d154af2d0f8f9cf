/** Words that say less than they seem to, with what to write instead. Data for the language rules. */

export interface BannedWord {
  pattern: RegExp;
  advice: string;
  /** Allowed when the same sentence names an interval. */
  unlessInterval?: true;
  /** Allowed when explained in brackets on the spot, or itself the explanation in brackets. */
  unlessExplained?: true;
}

function jargon(pattern: string, instead: string): BannedWord {
  return {
    pattern: new RegExp(`(?<![\\p{L}-])(?:${pattern})(?![\\p{L}-])`, 'iu'),
    advice: `auf Deutsch schreiben (${instead}) oder in Klammern erklären`,
    unlessExplained: true,
  };
}

function vague(pattern: string, advice: string): BannedWord {
  return { pattern: new RegExp(`(?<!\\p{L})(?:${pattern})(?!\\p{L})`, 'iu'), advice };
}

export const bannedWords: readonly BannedWord[] = [
  vague('zeitnah(?:e[nrsm]?)?', 'eine Frist nennen'),
  vague('schnellstmöglich|baldmöglichst|asap', 'eine Frist nennen'),
  vague('state of the art', '„Stand der Technik“ schreiben'),
  {
    ...vague('regelmäßig(?:e[nrsm]?)?', 'im selben Satz den Abstand nennen, zum Beispiel „mindestens jährlich“'),
    unlessInterval: true,
  },
  { ...vague('in regelmäßigen abständen', 'den Abstand nennen'), unlessInterval: true },
  jargon('awareness', 'Sensibilisierung'),
  jargon('compliance', 'Einhaltung der Vorgaben'),
  jargon('hardening', 'Absichern, Härten'),
  jargon('best practices?', 'bewährtes Vorgehen'),
  jargon('stakeholder[ns]?', 'Beteiligte'),
  jargon('incidents?|incident response', 'Vorfall, Umgang mit Vorfällen'),
  jargon('polic(?:y|ies)', 'Richtlinie'),
  jargon('governance', 'Steuerung'),
  jargon('assessments?', 'Bewertung'),
  jargon('assets?', 'Werte, Systeme'),
  jargon('owner', 'verantwortliche Person'),
  jargon('reviews?', 'Durchsicht, Überprüfung'),
  jargon('scope', 'Geltungsbereich'),
  jargon('rollout', 'Einführung'),
  jargon('onboarding|offboarding', 'Eintritt, Ausscheiden'),
  jargon('credentials?', 'Zugangsdaten'),
  jargon('endpoints?', 'Endgerät'),
  jargon('least privilege|need[- ]to[- ]know', 'nur die nötigen Rechte'),
  jargon('zero trust', 'kein Vertrauen ohne Prüfung'),
  jargon('disaster recovery', 'Wiederanlauf'),
  jargon('business continuity', 'Aufrechterhaltung des Betriebs'),
  jargon('single point of failure', 'Stelle, deren Ausfall alles stilllegt'),
  jargon('lessons learned', 'Auswertung'),
  jargon('monitoring', 'Überwachung'),
];

/** What counts as naming an interval: „jährlich“, „alle zwei Jahre“, „einmal im Quartal“, „bei jeder Änderung“. */
export const interval =
  /(?<!\p{L})(?:(?:halb|viertel)?(?:stündlich|täglich|jährlich)|wöchentlich|monatlich|quartalsweise|(?:alle|jede[nrsm]?|pro|je|einmal|im|in jedem)\s+(?:\S+\s+){0,3}?(?:Stunden?|Tag(?:e[ns]?)?|Wochen?|Monat(?:e[ns]?)?|Quartal[es]*|Halbjahr[es]*|Jahr(?:e[ns]?)?)|(?:bei|nach|vor|mit) jede[rmn])/iu;

/** Spellings that ought to have an umlaut or ß, as parts of words. */
export const writtenOutUmlauts =
  /(?:fuer|ueber|pruef|massnahm|muess|koenn|duerf|schluessel|loesch|gewaehr|oeffentlich|oeffn|aender|zurueck|verfueg|behoerd|geraet|naechst|taeglich|jaehrlich|waehrend|waehl|moeglich|groess|gebaeude|raeum|stuetz|schuetz|fuehr|erklaer|hoech|hoeh|gueltig|stoer|noetig|vollstaend|zustaend|verstaend|maessig|schliessl|schliess|strasse|gemaess|bestaet|abhaeng|traeg|faell|buerger|buero|gefaehr|staerk|laess|haelt|laeng|kuerz|kuenft|saechs|landraet|raet(?:e|in)|erhoeh|gehoer|wuerd|beschaeft|taet|eroeff|uebung|uebrig|heiss|gross|^weiss|aelter|aerzt|aehnlich|fuenf|zwoelf|haeuf|kaeuf|laeuf|hoer|spaet|muend|gruen|wuensch|zaehl|klaer|saemtl|haeng|staedt|laend|naemlich|stueck|lueck|brueck|rueck|(?<!h)ausser)/iu;
