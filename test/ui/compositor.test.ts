import {describe, expect, it} from 'vitest';
import {createCompositor, type ShellView} from '../../src/ui/compositor.ts';
import {diffFrame, emptyScreen, type Frame} from '../../src/ui/frame.ts';
import {manualClock} from './manual-clock.ts';

const frame: Frame = {
  columns: 10,
  rows: 3,
  chrome: ['head', 'abc', 'keys'],
  pane: {rect: {x: 5, y: 1, width: 5, height: 1}, rows: ['shell']},
  cursor: {x: 5, y: 1},
};
const begin = '\x1b[?2026h\x1b[?25l';

describe('the difference between two frames', () => {
  const {bytes, painted} = diffFrame(emptyScreen, frame);

  it('is everything, cleared first, when nothing is known of the screen', () => {
    expect(bytes).toBe(
      `${begin}\x1b[0m\x1b[2J\x1b[1;1Hhead\x1b[0m\x1b[K\x1b[2;1Habc\x1b[0m\x1b[K\x1b[3;1Hkeys\x1b[0m\x1b[K` +
        '\x1b[2;6Hshell\x1b[2;6H\x1b[?25h\x1b[?2026l',
    );
  });

  it('is nothing when nothing changed', () => {
    expect(diffFrame(painted, {...frame, chrome: [...frame.chrome]}).bytes).toBe('');
  });

  it('is the one row of the shell that changed', () => {
    const pane = {rect: {x: 5, y: 1, width: 5, height: 1}, rows: ['SHELL']};
    expect(diffFrame(painted, {...frame, pane}).bytes).toBe(`${begin}\x1b[2;6HSHELL\x1b[2;6H\x1b[?25h\x1b[?2026l`);
  });

  it('is the row of the chrome that changed, and the shell’s row it wiped away', () => {
    expect(diffFrame(painted, {...frame, chrome: ['head', 'ABC', 'keys']}).bytes).toBe(
      `${begin}\x1b[2;1HABC\x1b[0m\x1b[K\x1b[2;6Hshell\x1b[2;6H\x1b[?25h\x1b[?2026l`,
    );
  });

  it('is only the cursor when only that moved', () => {
    expect(diffFrame(painted, {...frame, cursor: {x: 6, y: 1}}).bytes).toBe('\x1b[2;7H\x1b[?25h');
    expect(diffFrame(painted, {...frame, cursor: undefined}).bytes).toBe('\x1b[?25l');
  });

  it('is everything again when the screen or the pane has another size', () => {
    expect(diffFrame(painted, {...frame, rows: 4}).bytes).toContain('\x1b[2J');
    expect(diffFrame(painted, {...frame, pane: undefined}).bytes).toContain('\x1b[2J');
  });

  it('does not erase behind a row that fills the screen: that would take its last character', () => {
    expect(diffFrame(emptyScreen, {...frame, chrome: ['\x1b[1m镜像 fills!\x1b[22m'], columns: 11}).bytes).toContain(
      '\x1b[1;1H\x1b[1m镜像 fills!\x1b[22m\x1b[0m\x1b[2;6H',
    );
  });

  it('sets the column anew after what terminals disagree about', () => {
    expect(diffFrame(emptyScreen, {...frame, chrome: ['\x1b[1m─镜●\x1b[0m│ x'], pane: undefined}).bytes).toContain(
      '\x1b[1;1H\x1b[1m─\x1b[2G镜●\x1b[0m│\x1b[6G x',
    );
  });
});

function stage() {
  const clock = manualClock();
  const written: string[] = [];
  const drains: (() => void)[] = [];
  const soon: (() => void)[] = [];
  const state = {row: 'one', holding: false, keepsUp: true};
  const view: ShellView = {row: () => state.row.padEnd(5), cursor: () => ({x: 0, y: 0}), holding: () => state.holding};
  const compositor = createCompositor({
    output: {
      write(text) {
        written.push(text);
        return state.keepsUp;
      },
      once: (_, listener) => drains.push(listener),
    },
    clock,
    soon: (callback) => soon.push(callback),
    layout: () => ({columns: 10, rows: 2, shell: {x: 5, y: 0, width: 5, height: 1}}),
    shell: () => view,
    cursor: () => 'shell',
  });
  const turn = () => {
    for (const callback of soon.splice(0)) callback();
  };
  const show = (row: string) => {
    state.row = row;
    compositor.changed();
  };
  return {clock, written, drains, soon, state, compositor, turn, show};
}

describe('the compositor', () => {
  it('paints the first change at once and the next ones 8 ms apart', () => {
    const {clock, written, turn, show} = stage();
    show('one');
    turn();
    expect(written).toHaveLength(1);
    show('two');
    turn();
    clock.advance(7);
    expect(written).toHaveLength(1);
    show('three');
    clock.advance(1);
    expect(written).toHaveLength(2);
    expect(written[1]).toContain('three');
  });

  it('writes nothing and waits for nothing while nothing changes', () => {
    const {clock, written, turn, show, soon, compositor} = stage();
    show('one');
    turn();
    clock.advance(1000);
    show('one');
    turn();
    expect(written).toHaveLength(1);
    expect(clock.waiting + soon.length).toBe(0);
    expect(compositor.frames).toBe(1);
  });

  it('waits for a slow terminal to drain, then shows only the last state', () => {
    const {clock, written, drains, state, turn, show} = stage();
    state.keepsUp = false;
    show('one');
    turn();
    for (const row of ['two', 'three', 'four']) {
      show(row);
      turn();
      clock.advance(20);
    }
    expect(written).toHaveLength(1);
    state.keepsUp = true;
    drains[0]?.();
    turn();
    clock.advance(20);
    expect(written).toHaveLength(2);
    expect(written[1]).toContain('four');
  });

  it('holds a frame the program is in the middle of, but not for longer than 100 ms', () => {
    const {clock, written, state, turn, show} = stage();
    show('one');
    turn();
    clock.advance(20);
    state.holding = true;
    show('half');
    turn();
    clock.advance(90);
    expect(written).toHaveLength(1);
    clock.advance(10);
    expect(written).toHaveLength(2);
    expect(clock.waiting).toBe(0);
  });

  it('is silent while the terminal is somebody else’s and then paints everything', () => {
    const {clock, written, turn, show, compositor} = stage();
    show('one');
    turn();
    compositor.pause();
    clock.advance(20);
    show('two');
    turn();
    expect(written).toHaveLength(1);
    compositor.repaint();
    turn();
    expect(written[1]).toContain('\x1b[2J');
  });
});
