/** The candidate that most resembles what was typed, or undefined if none is near enough to be helpful. */
export function nearestWord(typed: string, candidates: readonly string[]): string | undefined {
  const wanted = folded(typed);
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, folded(candidate)) }))
    .sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate, 'de'));
  const best = ranked[0];
  if (best && best.distance <= Math.max(1, Math.floor(wanted.length / 3))) return best.candidate;
  const beginning = candidates.filter((candidate) => wanted.length >= 2 && folded(candidate).startsWith(wanted));
  return beginning.length === 1 ? beginning[0] : undefined;
}

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** Command words are ASCII; people type „maßnahme“. */
function folded(text: string): string {
  return text.toLowerCase().replace(/[äöüß]/g, (letter) => umlauts[letter] ?? letter);
}

/** Optimal string alignment: insertions, deletions, replacements and swapped neighbours count one each. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const above = rows[i - 1] ?? [];
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
