import {layout} from '../../src/ui/layout.ts';
import type {Harness} from './harness.ts';

/** What the program's shell shows, row by row, without trailing blanks; the lesson is beside or above it. */
export function paneRows(screen: Harness): readonly string[] {
  const {cols, rows} = screen.terminal;
  const rect = layout(cols, rows, {focus: 'shell', checks: 1, shell: true}).shell;
  if (!rect) throw new Error(`there is no shell at ${cols}x${rows}`);
  return screen.cells(rect).map((row) =>
    row
      .map(({text}) => text)
      .join('')
      .trimEnd(),
  );
}

/** What stands behind the last prompt, over as many rows as it has. */
export function onPrompt(screen: Harness, prompt: string): string {
  return paneRows(screen).join('').split(prompt).at(-1) ?? '';
}
