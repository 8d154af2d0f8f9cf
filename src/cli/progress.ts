import { cleanLine } from './clean-text.ts';

export interface Progress {
  /** Tells how far the work is; `total` may become known later. */
  update(done: number, total: number | undefined, text: string): void;
  /** A line that stays, for example one finished target. */
  note(text: string): void;
  /** Ends the display; `text` stays as the last line. */
  finish(text?: string): void;
}

const spinnerFrames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const spinnerIntervalMs = 100;
const plainLineIntervalMs = 2000;

/**
 * Progress on standard error: one moving line on a terminal, plain lines (at most one every two seconds) when piped.
 * Call `finish` also when the work fails.
 */
export function startProgress(title: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY ? movingLine(cleanLine(title), stream) : plainLines(cleanLine(title), stream);
}

function movingLine(title: string, stream: NodeJS.WriteStream): Progress {
  let frame = 0;
  let state = title;
  const remaining = remainingTime();
  const draw = () => {
    const mark = spinnerFrames[frame % spinnerFrames.length];
    stream.write(`\r\x1b[2K${cut(`${mark} ${state}`, stream.columns || 80)}`);
  };
  const clear = () => stream.write('\r\x1b[2K');
  const timer = setInterval(() => {
    frame += 1;
    draw();
  }, spinnerIntervalMs);
  timer.unref();
  draw();
  return {
    update(done, total, text) {
      state = [title, total === undefined ? String(done) : bar(done, total), remaining(done, total), cleanLine(text)]
        .filter((part) => part !== '')
        .join('  ');
      draw();
    },
    note(text) {
      clear();
      stream.write(`${cleanLine(text)}\n`);
      draw();
    },
    finish(text) {
      clearInterval(timer);
      clear();
      if (text !== undefined) stream.write(`${cleanLine(text)}\n`);
    },
  };
}

function plainLines(title: string, stream: NodeJS.WriteStream): Progress {
  let lastLineAt = Date.now();
  const remaining = remainingTime();
  stream.write(`${title} …\n`);
  return {
    update(done, total, text) {
      const left = remaining(done, total);
      if (Date.now() - lastLineAt < plainLineIntervalMs) return;
      lastLineAt = Date.now();
      const part = [`${title}: ${total === undefined ? done : `${done} von ${total}`}`, cleanLine(text), left];
      stream.write(`${part.filter((each) => each !== '').join(' ')}\n`);
    },
    note(text) {
      stream.write(`${cleanLine(text)}\n`);
    },
    finish(text) {
      if (text !== undefined) stream.write(`${cleanLine(text)}\n`);
    },
  };
}

/** A guess is worth saying after this time and this share of the work. */
const guessAfterMs = 4000;
const guessAfterShare = 0.05;

/**
 * How long it will take at the pace so far: `noch etwa 40 s`; empty while nobody can say. Work that starts over, as its next
 * step does, is guessed anew.
 */
export function remainingTime(now: () => number = Date.now): (done: number, total: number | undefined) => string {
  let startedAt = now();
  let last = 0;
  return (done, total) => {
    if (done < last) startedAt = now();
    last = done;
    const elapsedMs = now() - startedAt;
    if (total === undefined || done >= total || done / total < guessAfterShare || elapsedMs < guessAfterMs) return '';
    const seconds = Math.ceil((elapsedMs * (total - done)) / done / 1000);
    return seconds < 90 ? `noch etwa ${seconds} s` : `noch etwa ${Math.round(seconds / 60)} min`;
  };
}

const barWidth = 20;

function bar(done: number, total: number): string {
  const filled = total === 0 ? barWidth : Math.round((Math.min(done, total) / total) * barWidth);
  return `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${done}/${total}`;
}

function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length < width ? text : `${characters.slice(0, Math.max(0, width - 2)).join('')}…`;
}
