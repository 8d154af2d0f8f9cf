/** German number, case and enumeration rules the reports need. */

const wholeAndDecimal = new Intl.NumberFormat('de-DE', { maximumFractionDigits: 1 });

/** 1234.5 → „1.234,5“ */
export function formatNumber(value: number): string {
  return wholeAndDecimal.format(value);
}

/** „1 Frage“, „3 Fragen“, „0,5 Tage“: fractions too, unlike the one for whole numbers. */
export function counted(n: number, one: string, many: string): string {
  return `${formatNumber(n)} ${n === 1 ? one : many}`;
}

/** The form of a verb or adjective that goes with a number. */
export function agreeing(n: number, one: string, many: string): string {
  return n === 1 ? one : many;
}

/** „A“, „A und B“, „A, B und C“; „A sowie B und C“ where a part has an „und“ of its own. */
export function enumerated(parts: readonly string[]): string {
  if (parts.length <= 1) return parts[0] ?? '';
  const joint = parts.some((part) => part.includes(' und ')) ? 'sowie' : 'und';
  return `${parts.slice(0, -1).join(', ')} ${joint} ${parts[parts.length - 1]}`;
}

/** At most `limit` names, the rest as a number: „A, B und 3 weitere“. */
export function enumeratedUpTo(parts: readonly string[], limit: number): string {
  if (parts.length <= limit + 1) return enumerated(parts);
  return `${parts.slice(0, limit).join(', ')} und ${counted(parts.length - limit, 'weiteres', 'weitere')}`;
}

/** The first letter great, as at the beginning of a sentence. */
export function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

export function quoted(text: string): string {
  return `„${text}“`;
}

/** Text with a full stop at its end, unless it has one. */
export function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** At most so many characters, the last an ellipsis where something was cut. */
export function shortened(text: string, limit: number): string {
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}
