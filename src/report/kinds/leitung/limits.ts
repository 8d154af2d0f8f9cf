/** What the annex has room for: at most three pages, so that somebody reads it. The data hold everything. */
export const annexRows = { topics: 40, duties: 14, contradictions: 4, findings: 6, unchecked: 5, decisions: 6 } as const;

/** Most characters in a cell of the annex: of a text, of a text in a narrow column, and of a name. */
const longest = { text: 150, narrow: 100, name: 52 } as const;

/** Cut at a space where there is one near. */
export function shortened(text: string, kind: keyof typeof longest): string {
  const most = longest[kind];
  if (text.length <= most) return text;
  const characters = Array.from(text.slice(0, most - 1));
  const cut = characters.join('').replace(/\ud83d$|[\ud800-\udbff]$/, '');
  const space = cut.lastIndexOf(' ');
  return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
