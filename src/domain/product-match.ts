/** Compares the name of a product with what is said about Zielobjekte. Finds rather too much than too little. */

/** Said of almost everything; alone they find nothing. */
const generalWords: ReadonlySet<string> = new Set([
  'server',
  'client',
  'software',
  'system',
  'systeme',
  'dienst',
  'produkt',
  'version',
  'versionen',
  'update',
  'lücke',
  'schwachstelle',
  'und',
  'oder',
  'der',
  'die',
  'das',
  'für',
  'von',
  'vor',
  'mit',
  'in',
  'bis',
  'the',
  'for',
  'and',
]);

export interface ProductWord {
  word: string;
  /** Enough to show a Zielobjekt; a number or a general word only adds to it. */
  decides: boolean;
}

/** Words of a product's name; empty when none of them decides. */
export function productWords(product: string): ProductWord[] {
  const words = [...new Set(wordsOf(product))].map((word) => ({
    word,
    decides: word.length >= 2 && !generalWords.has(word) && !/^[\d.]+$/.test(word),
  }));
  return words.some(({ decides }) => decides) ? words : [];
}

/** Words that occur in the texts; none unless one that decides does. */
export function wordsFound(words: readonly ProductWord[], texts: readonly (string | null)[]): string[] {
  const said = new Set(texts.flatMap((text) => wordsOf(text ?? '')));
  const found = words.filter(({ word }) => said.has(word));
  return found.some(({ decides }) => decides) ? found.map(({ word }) => word) : [];
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\d]+(?:\.\d+)*/gu) ?? []
  );
}
