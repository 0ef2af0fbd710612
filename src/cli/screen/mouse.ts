import type {Rect} from '../../ui/layout.ts';
import type {MouseEvent} from '../../ui/terminal/mouse.ts';
import {encodeMouse} from '../../ui/terminal/mouse.ts';
import type {Pane} from '../../ui/terminal/vt.ts';

const wheelLines = 3;
const arrows = {'wheel-up': '\x1b[A', 'wheel-down': '\x1b[B'} as const;

/** What the mouse does over the shell: the program there gets what it asked for; else the wheel looks back. */
export function mouseInShell(event: MouseEvent, rect: Rect, pane: Pane, send: (bytes: Buffer) => void): void {
  const bytes = encodeMouse({...event, x: event.x - rect.x, y: event.y - rect.y}, pane.modes.mouse);
  if (bytes.length > 0) return send(Buffer.from(bytes));
  if (event.kind !== 'wheel-up' && event.kind !== 'wheel-down') return;
  // less and man have no scrollback of ours: the wheel moves them as arrows do.
  if (pane.modes.alternateScreen) send(Buffer.from(arrows[event.kind].repeat(wheelLines)));
  else pane.scroll(event.kind === 'wheel-up' ? -wheelLines : wheelLines);
}

export function isInside({x, y}: {readonly x: number; readonly y: number}, rect: Rect | null): boolean {
  return rect !== null && x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
}
