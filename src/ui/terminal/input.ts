import type {Clock} from '../../clock.ts';
import {type MouseEvent, parseMouse} from './mouse.ts';

/** What came from the terminal. Whatever is not ours stays `bytes`, exactly as it came. */
export type InputEvent =
  | {readonly type: 'bytes'; readonly bytes: Buffer}
  | {readonly type: 'paste'; readonly bytes: Buffer}
  | {readonly type: 'mouse'; readonly mouse: MouseEvent}
  /** The focus key. */
  | {readonly type: 'focus'}
  /** The focus key pressed again at once: it is meant for the program in the shell (vim's tags). */
  | {readonly type: 'focus-key-itself'; readonly bytes: Buffer}
  /** The terminal answers a question (OSC 10/11, DA). */
  | {readonly type: 'reply'; readonly text: string};

export interface InputSplitter {
  take(chunk: Uint8Array): void;
  /** Hands out what is being held back, as it is. */
  flush(): void;
}

export interface InputOptions {
  readonly emit: (event: InputEvent) => void;
  readonly clock: Clock;
  /** Ctrl-] unless told. */
  readonly focusKey?: number;
}

/** An escape sequence that came in pieces is waited for this long; a lone Esc is late by as much. */
const holdMs = 20;
/** Two presses within this are one double press. */
const doublePressMs = 350;

/** Splits raw bytes from the terminal, in whatever pieces they come. */
export function createInputSplitter({emit, clock, focusKey = 0x1d}: InputOptions): InputSplitter {
  let paste: Buffer[] | undefined;
  let held: Buffer = Buffer.alloc(0);
  let cancelHold = () => {};
  let pressedAt = Number.NEGATIVE_INFINITY;

  const pressFocus = () => {
    const double = clock.now() - pressedAt < doublePressMs;
    pressedAt = double ? Number.NEGATIVE_INFINITY : clock.now();
    emit(double ? {type: 'focus-key-itself', bytes: Buffer.of(focusKey)} : {type: 'focus'});
  };
  const emitBytes = (bytes: Buffer) => {
    if (bytes.length === 0) return;
    // A key in between: what follows is a press of its own.
    pressedAt = Number.NEGATIVE_INFINITY;
    emit({type: 'bytes', bytes});
  };
  const flush = () => {
    cancelHold();
    const bytes = held;
    held = Buffer.alloc(0);
    // What is held in the middle of a paste can only be the beginning of its end.
    if (paste) paste.push(bytes);
    else emitBytes(bytes);
  };
  const hold = (bytes: Buffer) => {
    held = bytes;
    if (bytes.length > 0 && !paste) cancelHold = clock.after(holdMs, flush);
  };

  const takePaste = (bytes: Buffer, open: Buffer[]): Buffer => {
    const end = bytes.indexOf(pasteEnd);
    if (end < 0) {
      const cut = bytes.length - partLength(bytes, pasteEnd);
      open.push(bytes.subarray(0, cut));
      hold(bytes.subarray(cut));
      return Buffer.alloc(0);
    }
    open.push(bytes.subarray(0, end));
    paste = undefined;
    emit({type: 'paste', bytes: Buffer.concat(open)});
    return bytes.subarray(end + pasteEnd.length);
  };
  const takeKeys = (bytes: Buffer): Buffer => {
    const found = nextSpecial(bytes, focusKey);
    emitBytes(bytes.subarray(0, found.at));
    const special = bytes.subarray(found.at, found.at + found.length);
    if (found.kind === 'incomplete') hold(special);
    else if (found.kind === 'focus') pressFocus();
    else if (found.kind === 'paste') paste = [];
    else if (found.kind === 'reply') emit({type: 'reply', text: special.toString('latin1')});
    else if (found.kind === 'mouse') {
      const mouse = parseMouse(special);
      if (mouse) emit({type: 'mouse', mouse});
    }
    return bytes.subarray(found.at + found.length);
  };

  return {
    flush,
    take(chunk) {
      cancelHold();
      // A copy: the stream may use its buffer again while a piece is held.
      let rest: Buffer = Buffer.concat([held, chunk]);
      held = Buffer.alloc(0);
      while (rest.length > 0) rest = paste ? takePaste(rest, paste) : takeKeys(rest);
    },
  };
}

const pasteStart = Buffer.from('\x1b[200~');
const pasteEnd = Buffer.from('\x1b[201~');

interface Special {
  readonly kind: 'none' | 'focus' | 'paste' | 'mouse' | 'reply' | 'incomplete';
  readonly at: number;
  readonly length: number;
}

/** The first thing in the bytes that is not simply a key for whoever has the focus. */
function nextSpecial(bytes: Buffer, focusKey: number): Special {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === focusKey) return {kind: 'focus', at, length: 1};
    if (bytes[at] !== 0x1b) continue;
    if (bytes.subarray(at, at + pasteStart.length).equals(pasteStart)) {
      return {kind: 'paste', at, length: pasteStart.length};
    }
    const rest = bytes.toString('latin1', at, at + longestSequence);
    for (const [kind, pattern] of sequences) {
      const length = pattern.exec(rest)?.[0].length ?? 0;
      if (length === 0 || (kind === 'incomplete' && at + length < bytes.length)) continue;
      return {kind, at, length};
    }
  }
  const tail = unfinishedCharacter(bytes);
  return {kind: tail > 0 ? 'incomplete' : 'none', at: bytes.length - tail, length: tail};
}

/** How many bytes at the end are the beginning of a UTF-8 character. */
function unfinishedCharacter(bytes: Buffer): number {
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - 3));
  return /(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})$/.exec(tail)?.[0].length ?? 0;
}

const longestSequence = 128;

/** An answer to OSC 10/11 or DA1/DA2 is never a key; an unfinished escape sequence at the very end may become ours. */
const sequences: readonly (readonly [Special['kind'], RegExp])[] = [
  ['mouse', /^\x1b\[<\d+;\d+;\d+[Mm]/],
  ['reply', /^\x1b\]1[01];[^\x07\x1b]*(?:\x07|\x1b\\)/],
  ['reply', /^\x1b\[[?>][\d;]*c/],
  ['incomplete', /^\x1b(?:\[[\d;<>?]*|O|\]1[01]?|\]1[01];[^\x07\x1b]*\x1b?|\])?$/],
];

/** How many bytes at the end are a beginning of the mark. */
function partLength(bytes: Buffer, mark: Buffer): number {
  for (let length = Math.min(mark.length - 1, bytes.length); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(mark.subarray(0, length))) return length;
  }
  return 0;
}
