import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Layout, type LayoutOptions, layout, type Rect} from '../../src/ui/layout.ts';

const usual: LayoutOptions = {focus: 'shell', checks: 4, shell: true};

/** The layout as a picture: one letter a place. */
function draw(plan: Layout): string {
  const cells = Array.from({length: plan.rows}, () => Array.from({length: plan.columns}, () => '.'));
  const fill = (rect: Rect | null, letter: string) => {
    for (let y = rect?.y ?? 0; rect && y < rect.y + rect.height; y++) {
      for (let x = rect.x; x < rect.x + rect.width; x++) {
        const row = cells[y];
        if (!row || row[x] === undefined) throw new Error(`${letter} is outside the screen`);
        if (row[x] !== '.') throw new Error(`${letter} lies over ${row[x]} at ${x},${y}`);
        row[x] = letter;
      }
    }
  };
  fill(plan.header, 'h');
  fill(plan.lesson, 'L');
  fill(plan.checks, 'C');
  fill(plan.shell, 'S');
  fill(plan.divider, '|');
  for (const rule of plan.rules) fill(rule, '-');
  fill(plan.keybar, 'k');
  return cells.map((row) => row.join('')).join('\n');
}

describe('the layout', () => {
  it.each([
    [120, 36, 'wide'],
    [100, 10, 'wide'],
    [99, 40, 'stacked'],
    [80, 24, 'stacked'],
    [60, 15, 'stacked'],
    [59, 24, 'single'],
    [80, 14, 'single'],
    [30, 8, 'single'],
    [29, 24, 'too-small'],
    [80, 7, 'too-small'],
    [1, 1, 'too-small'],
  ])('of %ix%i is %s', (columns, rows, mode) => expect(layout(columns, rows, usual).mode).toBe(mode));

  it('of 80x24 has lesson, checks and shell one above the other', () => {
    expect(draw(layout(80, 24, usual))).toBe(
      [
        'h'.repeat(80),
        ...Array(7).fill(`.${'L'.repeat(78)}.`),
        '-'.repeat(80),
        ...Array(4).fill(`.${'C'.repeat(78)}.`),
        '-'.repeat(80),
        ...Array(9).fill('S'.repeat(80)),
        'k'.repeat(80),
      ].join('\n'),
    );
  });

  it('of 120x36 has them side by side, with 60 columns for a picture', () => {
    const plan = layout(120, 36, usual);
    expect(plan.lesson).toEqual({x: 1, y: 1, width: 60, height: 29});
    expect(plan.checks).toEqual({x: 1, y: 31, width: 60, height: 4});
    expect(plan.divider).toEqual({x: 62, y: 1, width: 1, height: 34});
    expect(plan.shell).toEqual({x: 63, y: 1, width: 57, height: 34});
  });

  it('gives what a very wide screen has left to the shell', () => {
    expect(layout(300, 50, usual).lesson?.width).toBe(76);
  });

  it('shows on a tiny screen the pane in focus alone', () => {
    expect(layout(50, 12, usual)).toMatchObject({shell: {x: 0, y: 1, width: 50, height: 10}, lesson: null});
    expect(layout(50, 12, {...usual, focus: 'lesson'})).toMatchObject({shell: null, lesson: {x: 1, width: 48}});
  });

  it('gives the lesson everything where there is no shell', () => {
    expect(layout(120, 36, {...usual, shell: false})).toMatchObject({
      mode: 'single',
      shell: null,
      lesson: {width: 118},
    });
  });

  it('shows one pane on any screen when zoomed', () => {
    expect(layout(120, 36, {...usual, zoomed: true})).toMatchObject({lesson: null, shell: {width: 120, height: 34}});
  });

  it('never lays one thing over another or outside the screen', () => {
    const options = fc.record({
      focus: fc.constantFrom('lesson' as const, 'shell' as const),
      checks: fc.integer({min: 0, max: 40}),
      shell: fc.boolean(),
      zoomed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.integer({min: 1, max: 240}), fc.integer({min: 1, max: 80}), options, (columns, rows, wishes) => {
        const plan = layout(columns, rows, wishes);
        draw(plan);
        for (const rect of [plan.header, plan.lesson, plan.checks, plan.shell, plan.keybar]) {
          if (rect) expect(Math.min(rect.width, rect.height)).toBeGreaterThan(0);
        }
        if (plan.mode !== 'too-small') expect(plan.lesson ?? plan.shell).not.toBeNull();
      }),
    );
  });
});
