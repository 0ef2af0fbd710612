/** A mouse event in cells of the whole screen, counted from 0. */
export interface MouseEvent {
  readonly kind: 'press' | 'release' | 'move' | 'wheel-up' | 'wheel-down' | 'wheel-left' | 'wheel-right';
  /** 0 left, 1 middle, 2 right, 3 none; others as the terminal numbers them. */
  readonly button: number;
  readonly x: number;
  readonly y: number;
  /** 4 shift, 8 alt, 16 control, added up. */
  readonly modifiers: number;
}

/** How the program in the shell wants to hear of the mouse. */
export interface MouseWishes {
  readonly tracking: 'none' | 'x10' | 'vt200' | 'drag' | 'any';
  readonly sgr: boolean;
}

/** Reads an SGR mouse report. See https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-Mouse-Tracking */
export function parseMouse(bytes: Uint8Array): MouseEvent | undefined {
  const text = Buffer.from(bytes).toString('latin1');
  const [, code, column, row, final] = /^\x1b\[<(\d+);(\d+);(\d+)([Mm])$/.exec(text) ?? [];
  if (code === undefined || column === undefined || row === undefined) return undefined;
  const bits = Number(code);
  const button = (bits & 3) | (bits & 192 ? bits & 192 : 0);
  return {
    kind: kindOf(bits, final === 'm'),
    button,
    x: Number(column) - 1,
    y: Number(row) - 1,
    modifiers: bits & 28,
  };
}

/** The report for the program in the shell, `event` being in its own cells; '' when it did not ask for such. */
export function encodeMouse(event: MouseEvent, {tracking, sgr}: MouseWishes): Uint8Array {
  const nothing = new Uint8Array();
  if (tracking === 'none') return nothing;
  if (tracking === 'x10' && event.kind !== 'press') return nothing;
  if (event.kind === 'move' && tracking !== 'any' && (tracking !== 'drag' || event.button === 3)) return nothing;
  const modifiers = tracking === 'x10' ? 0 : event.modifiers;
  const code = event.button + modifiers + (event.kind === 'move' ? 32 : 0);
  const column = event.x + 1;
  const row = event.y + 1;
  if (sgr) return Buffer.from(`\x1b[<${code};${column};${row}${event.kind === 'release' ? 'm' : 'M'}`);
  // The old form has one byte a number and cannot say which button was released.
  if (column > 223 || row > 223) return nothing;
  const old = event.kind === 'release' ? 3 + modifiers : code;
  return Uint8Array.of(0x1b, 0x5b, 0x4d, 32 + old, 32 + column, 32 + row);
}

function kindOf(bits: number, released: boolean): MouseEvent['kind'] {
  if (bits & 64) return wheels[bits & 3] ?? 'wheel-up';
  if (bits & 32) return 'move';
  return released ? 'release' : 'press';
}

const wheels = ['wheel-up', 'wheel-down', 'wheel-left', 'wheel-right'] as const;
