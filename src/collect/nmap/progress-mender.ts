/**
 * Cuts progress tags out of the middle of other tags. nmap 7.70 could write `<taskprogress …/>` while another tag was not finished
 * (nmap issue 1601); a `<` inside a tag is never right, so what is cut out can be nothing else. Proper progress tags stay.
 */
const marker = '<taskprogress';
/** A progress tag is about 120 characters long; a longer one is none and is left to the parser to refuse. */
const maxTagChars = 2000;

export class ProgressMender {
  /** Line feeds that were cut out; for line numbers. */
  linesRemoved = 0;
  #insideTag = false;
  #held = '';
  #dropLineFeed = false;

  /** Returns what can be handed on; the rest is held back until the next piece. */
  write(piece: string): string {
    let text = this.#held + this.#withoutLineFeed(piece);
    this.#held = '';
    let mended = '';
    for (let at = text.indexOf(marker); at !== -1; at = text.indexOf(marker)) {
      this.#follow(text.slice(0, at));
      if (!this.#insideTag) {
        mended += text.slice(0, at + marker.length);
        text = text.slice(at + marker.length);
        this.#insideTag = true;
        continue;
      }
      const end = text.indexOf('/>', at);
      if (end === -1 && text.length - at <= maxTagChars) {
        this.#held = text.slice(at);
        return mended + text.slice(0, at);
      }
      if (end === -1) return mended + text;
      mended += text.slice(0, at);
      this.#dropLineFeed = true;
      text = this.#withoutLineFeed(text.slice(end + 2));
    }
    const split = text.length - partialMarkerLength(text);
    this.#held = text.slice(split);
    this.#follow(text.slice(0, split));
    return mended + text.slice(0, split);
  }

  /** What was held back at the end of the document. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }

  #follow(text: string): void {
    const opened = text.lastIndexOf('<');
    const closed = text.lastIndexOf('>');
    if (opened !== closed) this.#insideTag = opened > closed;
  }

  /** nmap ends a progress tag with a line feed, which belongs to it. */
  #withoutLineFeed(text: string): string {
    if (!this.#dropLineFeed || text === '') return text;
    this.#dropLineFeed = false;
    if (!text.startsWith('\n')) return text;
    this.linesRemoved++;
    return text.slice(1);
  }
}

/** How much of the end of the text may be the beginning of the marker. */
function partialMarkerLength(text: string): number {
  const at = text.lastIndexOf('<');
  const tail = at === -1 ? '' : text.slice(at);
  return tail !== '' && tail.length < marker.length && marker.startsWith(tail) ? tail.length : 0;
}
