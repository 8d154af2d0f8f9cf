/** Eight words in a row, as short hashes: enough to notice a sentence that was taken over, too little to read it. */
import { createHash } from 'node:crypto';

const wordsPerShingle = 8;
/** 40 bits: among 100,000 stored hashes and as many looked up, one is equal by chance in a hundred such runs. */
export const bytesPerShingle = 5;

/** Every run of eight words, without regard to case and punctuation. */
export function shinglesOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .slice(0, Math.max(0, words.length - wordsPerShingle + 1))
    .map((_, index) => words.slice(index, index + wordsPerShingle).join(' '));
}

/** Hexadecimal. */
export function hashOf(shingle: string): string {
  return createHash('sha256')
    .update(shingle, 'utf8')
    .digest('hex')
    .slice(0, bytesPerShingle * 2);
}

/** @param bytes hashes one after another, as scripts/bsi-shingles.mjs writes them */
export function readHashes(bytes: Buffer): string[] {
  const hex = bytes.toString('hex');
  return Array.from({ length: bytes.length / bytesPerShingle }, (_, index) =>
    hex.slice(index * bytesPerShingle * 2, (index + 1) * bytesPerShingle * 2),
  );
}
