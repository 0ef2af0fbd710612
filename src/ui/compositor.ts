import type {Clock} from '../clock.ts';
import {diffFrame, emptyScreen, type Frame, type Painted} from './frame.ts';
import type {Layout, Rect} from './layout.ts';

/** The shell's part of the screen. Rows are asked for at every paint: that is cheaper than knowing what changed. */
export interface ShellView {
  row(y: number, width: number, originX: number): string;
  cursor(): {readonly x: number; readonly y: number} | undefined;
  /** The program there is in the middle of a frame of its own. */
  holding(): boolean;
}

export interface CompositorOptions {
  readonly output: {write(text: string): boolean; once(event: 'drain', listener: () => void): unknown};
  readonly clock: Clock;
  /** Runs once this turn of the event loop is over: `setImmediate`. */
  readonly soon: (callback: () => void) => void;
  readonly layout: () => Pick<Layout, 'columns' | 'rows' | 'shell'>;
  readonly shell: () => ShellView | undefined;
  /** Where the chrome wants the cursor (a search field); the shell's own where undefined. */
  readonly cursor: () => {readonly x: number; readonly y: number} | 'shell' | undefined;
  /** Least time between two frames; 8 ms unless told. */
  readonly frameMs?: number;
}

export interface Compositor {
  /** A whole new picture of everything but the shell, row by row. */
  chrome(lines: readonly string[]): void;
  /** The shell's pane or the cursor may look different. */
  changed(): void;
  /** Whatever is on the real screen is not ours any more: paint everything. */
  repaint(): void;
  /** Writes nothing until `repaint`: the terminal is somebody else's. */
  pause(): void;
  /** Frames written so far. */
  readonly frames: number;
}

/** A program that holds its frame back longer than this is shown as it is. */
const longestHoldMs = 100;

/** Owns the real screen: paints what changed, at once and then at most every `frameMs`, never faster than it drains. */
export function createCompositor(options: CompositorOptions): Compositor {
  const {output, clock, soon, frameMs = 8} = options;
  let chrome: readonly string[] = [];
  let painted: Painted = emptyScreen;
  let lastAt = Number.NEGATIVE_INFINITY;
  let heldSince: number | undefined;
  let scheduled = false;
  let draining = false;
  let paused = false;
  let frames = 0;

  const paint = () => {
    scheduled = false;
    if (paused || draining) return;
    if (isHeld()) return;
    const {bytes, painted: now} = diffFrame(painted, frameOf(options, chrome));
    painted = now;
    // A picture that changes nothing costs nothing: the next one, a key's echo perhaps, does not wait for it.
    if (bytes === '') return;
    lastAt = clock.now();
    frames++;
    if (output.write(bytes)) return;
    draining = true;
    output.once('drain', () => {
      draining = false;
      changed();
    });
  };
  const isHeld = () => {
    if (!options.shell()?.holding()) {
      heldSince = undefined;
      return false;
    }
    heldSince ??= clock.now();
    const leftMs = heldSince + longestHoldMs - clock.now();
    if (leftMs <= 0) return false;
    scheduled = true;
    clock.after(Math.min(frameMs, leftMs), paint);
    return true;
  };
  const changed = () => {
    if (scheduled || paused || draining) return;
    scheduled = true;
    const waitMs = lastAt + frameMs - clock.now();
    if (waitMs <= 0) soon(paint);
    else clock.after(waitMs, paint);
  };
  return {
    changed,
    chrome(lines) {
      chrome = lines;
      changed();
    },
    repaint() {
      painted = emptyScreen;
      paused = false;
      changed();
    },
    pause() {
      paused = true;
    },
    get frames() {
      return frames;
    },
  };
}

function frameOf({layout, shell, cursor}: CompositorOptions, chrome: readonly string[]): Frame {
  const {columns, rows, shell: rect} = layout();
  const view = shell();
  const wish = cursor();
  return {
    columns,
    rows,
    chrome,
    pane: view && rect ? paneOf(view, rect) : undefined,
    cursor: wish === 'shell' ? inScreen(view?.cursor(), rect) : wish,
  };
}

function paneOf(view: ShellView, rect: Rect): NonNullable<Frame['pane']> {
  return {rect, rows: Array.from({length: rect.height}, (_, y) => view.row(y, rect.width, rect.x))};
}

function inScreen(cursor: {x: number; y: number} | undefined, rect: Rect | null): Frame['cursor'] {
  if (!cursor || !rect || cursor.x >= rect.width || cursor.y >= rect.height) return undefined;
  return {x: rect.x + cursor.x, y: rect.y + cursor.y};
}
