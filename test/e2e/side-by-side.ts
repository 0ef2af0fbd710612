import {expect} from 'vitest';
import {until} from '../support/until.ts';
import type {Cell, Harness, Rect} from './harness.ts';

/** A shell in our pane beside a bare one of the pane's size. */
export interface SideBySide {
  /** Sends both the same keys (`own` to ours where a terminal would send others), and waits until both show the same. */
  compare(keys: string, wanted: string | RegExp, own?: string): Promise<void>;
}

export interface Sides {
  readonly ours: () => Harness;
  readonly bare: () => Harness;
  /** Where our pane is now. */
  readonly rect: () => Rect;
  /** What must be seen around it, as `outside` gives it. */
  readonly chrome: () => readonly string[];
}

/** Compares every cell of the pane, the cursor, and that nothing around it was touched. */
export function sideBySide(sides: Sides): SideBySide {
  const {rect, chrome} = sides;
  function differences(): readonly string[] {
    const [ours, bare, place] = [sides.ours(), sides.bare(), rect()];
    const found = cellDifferences(ours.cells(place), bare.cells());
    const {x, y, visible} = bare.cursor();
    const cursor = ours.cursor();
    if (visible !== cursor.visible) found.push(`cursor ${visible ? 'shown' : 'hidden'}`);
    // A hidden cursor may be anywhere.
    if (visible && (cursor.x - place.x !== x || cursor.y - place.y !== y))
      found.push(`cursor ${x},${y} → ${cursor.x - place.x},${cursor.y - place.y}`);
    const expected = chrome();
    for (const [row, text] of outside(ours.cells(), place).entries())
      if (text !== expected[row]) found.push(`row ${row}: ${text}`);
    return found.slice(0, 8);
  }
  return {
    async compare(keys, wanted, own = keys) {
      const bare = sides.bare();
      sides.ours().keys(own);
      bare.keys(keys);
      await bare.waitFor(wanted);
      await bare.idle(60);
      expect(await until(differences, (found) => found.length === 0, {timeoutMs: 5000})).toEqual([]);
    },
  };
}

/** Rows of cells, characters and styles, without those of the pane. */
export function outside(cells: readonly (readonly Cell[])[], rect: Rect): readonly string[] {
  return cells.map((row, y) =>
    row
      .filter((_, x) => !(x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height))
      .map(({text, style}) => `${text}${style}`)
      .join(''),
  );
}

/** A blank nobody can tell from another: the emulator fills what was never written, we write blanks. */
function cellDifferences(ours: readonly (readonly Cell[])[], bare: readonly (readonly Cell[])[]): string[] {
  return bare.flatMap((row, y) =>
    row.flatMap((cell, x) => {
      const seen = ours[y]?.[x];
      const same = seen?.text === cell.text && seen.style === cell.style;
      return same ? [] : [`${x},${y} ${JSON.stringify(cell)} → ${JSON.stringify(seen)}`];
    }),
  );
}

/** Draws styles, colours, scripts and widths terminals disagree about; to be run by bash. */
export const patterns = String.raw`
printf '\e[1mbold\e[0m \e[2mdim\e[0m \e[3mitalic\e[0m \e[4munder\e[0m \e[7minverse\e[0m \e[9mstruck\e[0m\n'
for i in 0 1 2 3 4 5 6 7; do printf "\e[3\${i}mfg$i\e[0m \e[4\${i}mbg$i\e[0m \e[9\${i}mbr$i\e[0m "; done; echo
for i in 16 52 88 124 160 196 202 208 214 220 226 240 250; do printf "\e[48;5;\${i}m  "; done; printf '\e[0m\n'
for i in 0 40 80 120 160 200 240; do printf "\e[38;2;$i;100;200mT"; done; printf '\e[0m\n'
echo '镜像 한국어 コンテナ ①②③ …—“”'
echo 'e\u0301' | sed 's/\\u0301/́/'
echo '😀 🚀 ✔ ✘ ● ○ ─│┌┐└┘ ╭╮╰╯ ▶ ❤'
printf 'long '; for i in $(seq 1 40); do printf '镜%s' $i; done; echo
printf '\tfour\ttabs\there\t.\n\e[44mto the end of the line\e[K\e[0m\n'
printf 'done\n'
`.replaceAll('\\$', '$');
