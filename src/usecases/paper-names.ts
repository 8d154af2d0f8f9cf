/** Longer parts make names some systems refuse together with their folder. */
const mostCharacters = 60;

/** A text as part of a file name: small letters a–z, digits and hyphens, whatever it holds. */
export function fileNamePart(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, mostCharacters)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'ohne-namen' : plain;
}
