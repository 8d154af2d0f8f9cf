/** How papers look: the house style, or the letterhead of a Kommune where it has one. */
import type { Arms, Letterhead } from '../domain/letterhead.ts';
import type { Block, LetterHeadBlock } from './blocks.ts';

export interface Look {
  /** Colour of headings and rules, `#0b5563`. */
  accent: string;
  arms: Arms | null;
  /** What the arms are, for those who do not see them. */
  armsText: string;
}

const houseAccent = '#0b5563';

export function lookOf(letterhead: Letterhead | null, kommune: string): Look {
  return { accent: letterhead?.colour ?? houseAccent, arms: letterhead?.arms ?? null, armsText: `Wappen: ${kommune}` };
}

/** The blocks with the sender of the letterhead in every letter, and the arms in the first place that has room for them. */
export function withLetterhead(blocks: readonly Block[], letterhead: Letterhead | null): Block[] {
  let isPlaced = letterhead === null || letterhead.arms === null;
  const arms = (): { wappen?: true } => {
    if (isPlaced) return {};
    isPlaced = true;
    return { wappen: true };
  };
  const change = (block: Block): Block => {
    if (block.kind === 'briefkopf') return { ...ofLetterhead(fitting(block), letterhead), ...arms() };
    if (block.kind !== 'group') return block;
    if (block.name === 'kopf') return { ...block, ...arms() };
    const foot = block.name === 'brief' && letterhead !== null ? { fuss: [...letterhead.foot] } : {};
    return { ...block, ...foot, children: block.children.map(change) };
  };
  return blocks.map(change);
}

/** Lines of an address (DIN 5008, form B). */
const addressLines = 6;

function fitting(block: LetterHeadBlock): LetterHeadBlock {
  const lines = block.anschrift.filter((line) => line !== '');
  if (lines.length <= addressLines) return { ...block, anschrift: lines };
  return { ...block, anschrift: [...lines.slice(0, addressLines - 1), lines.slice(addressLines - 1).join(', ')] };
}

function ofLetterhead(block: LetterHeadBlock, letterhead: Letterhead | null): LetterHeadBlock {
  if (letterhead === null) return block;
  const { name, sender, returnLine } = letterhead;
  return { ...block, absender: [name, ...sender], ruecksendezeile: returnLine };
}
