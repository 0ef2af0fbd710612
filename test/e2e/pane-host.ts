/**
 * The smallest program around a pane: PTY, emulator, compositor and input as the real one joins them, with a painted
 * frame in place of Ink. Arguments: the program to run. Leaves when that ends.
 */

import {writeAtOnce} from '../../src/cli/screen/write-at-once.ts';
import {realClock} from '../../src/clock.ts';
import {loadPty, type Pty} from '../../src/sandbox/shell/pty.ts';
import {createCompositor} from '../../src/ui/compositor.ts';
import {layout} from '../../src/ui/layout.ts';
import {createInputSplitter, type InputEvent} from '../../src/ui/terminal/input.ts';
import {encodeMouse} from '../../src/ui/terminal/mouse.ts';
import {createScreen, onEnding} from '../../src/ui/terminal/screen.ts';
import {keysForShell, pasteForShell} from '../../src/ui/terminal/to-shell.ts';
import {createPane} from '../../src/ui/terminal/vt.ts';
import {chromeOf} from './pane-chrome.ts';

async function main([file = '/bin/sh', ...args]: readonly string[]): Promise<void> {
  const {stdin, stdout} = process;
  const plan = () => layout(stdout.columns, stdout.rows, {focus: 'shell', checks: 3, shell: true});
  const size = () => plan().shell ?? {x: 0, y: 0, width: 2, height: 1};
  const pty = await loadPty();
  if (!pty.works) throw new Error(pty.reason);
  let child: Pty | undefined;
  const pane = createPane({
    columns: size().width,
    rows: size().height,
    events: {
      changed: () => compositor.changed(),
      reply: (bytes) => child?.write(bytes),
      bell: () => stdout.write('\x07'),
      cursorShape: (shape) => stdout.write(`\x1b[${shape} q`),
    },
  });
  const compositor = createCompositor({
    output: stdout,
    clock: realClock,
    soon: setImmediate,
    layout: plan,
    shell: () => ({
      row: (y, columns, originX) => pane.row(y, {columns, originX, depth: 'truecolour'}),
      cursor: pane.cursor,
      holding: () => pane.modes.holding,
    }),
    cursor: () => 'shell',
  });
  const screen = createScreen({
    input: stdin,
    write: (text) => writeAtOnce(1, text),
    process,
    onContinue: compositor.repaint,
  });
  const end = (code: number) => {
    screen.leave();
    child?.kill();
    process.exit(code);
  };
  onEnding(process, (ending) => end(ending?.exitCode ?? 0));
  child = pty.open({
    start: {file, args, variables: {}},
    variables: Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ''])),
    folder: process.cwd(),
    columns: pane.columns,
    rows: pane.rows,
    trueColour: true,
    onOutput: (bytes, consumed) => pane.write(bytes, consumed),
    onExit: end,
  });
  const {take} = createInputSplitter({clock: realClock, emit: (event) => toShell(event)});
  const toShell = (event: InputEvent) => {
    pane.hurry();
    if (event.type === 'bytes') child?.write(keysForShell(event.bytes, pane.modes.keyboard));
    if (event.type === 'focus-key-itself') child?.write(event.bytes);
    if (event.type === 'paste') child?.write(pasteForShell(event.bytes, pane.modes.keyboard));
    if (event.type !== 'mouse') return;
    const {x, y} = size();
    child?.write(encodeMouse({...event.mouse, x: event.mouse.x - x, y: event.mouse.y - y}, pane.modes.mouse));
  };
  stdin.on('data', take);
  stdout.on('resize', () => {
    pane.resize(size().width, size().height);
    child?.resize(pane.columns, pane.rows);
    compositor.chrome(chromeOf(plan()));
  });
  screen.enter();
  compositor.chrome(chromeOf(plan()));
}

await main(process.argv.slice(2));
