/** Port lists as nmap writes and reads them: `22,80,8000-8010`. */

/** Shortest spelling of a set of ports. */
export function formatPortList(ports: readonly number[]): string {
  const sorted = [...new Set(ports)].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end++;
    parts.push(start === end ? `${sorted[start]}` : `${sorted[start]}-${sorted[end]}`);
    start = end + 1;
  }
  return parts.join(',');
}

/** Inclusive ranges of a list as nmap writes it; null when it is none. */
export function parsePortList(text: string): [from: number, to: number][] | null {
  const ranges: [number, number][] = [];
  for (const part of text.split(',')) {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
    if (match?.[1] === undefined) return null;
    ranges.push([Number(match[1]), Number(match[2] ?? match[1])]);
  }
  return ranges;
}

/** The ports of these ranges from 0 to 65535, each once and in order; however many ranges overlap, it takes no longer. */
export function expandPortRanges(ranges: readonly (readonly [from: number, to: number])[]): number[] {
  const sorted = ranges.toSorted(([a], [b]) => a - b);
  const ports: number[] = [];
  let next = 0;
  for (const [from, to] of sorted) {
    for (let port = Math.max(from, next); port <= Math.min(to, 65_535); port++) ports.push(port);
    next = Math.max(next, to + 1);
  }
  return ports;
}
