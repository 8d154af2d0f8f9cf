/** Numbers inside German sentences, without the engine's language tables: they would cost every command a tenth of its start. */

/** 12.345, as German writes a whole number. */
export function groupedDigits(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '.');
}

/** „1 Befund“, „3 Befunde“: a whole number with the form that fits. */
export function counted(count: number, singular: string, plural: string): string {
  return `${groupedDigits(count)} ${count === 1 ? singular : plural}`;
}
