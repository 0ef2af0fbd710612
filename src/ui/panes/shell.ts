import type {Picture} from '../picture.ts';
import {paragraph} from './text.ts';

/** What stands in the shell's place while no shell does. */
export function shellLines({shell, theme, say}: Picture, width: number): readonly string[] {
  switch (shell.state) {
    case 'runs':
    case 'starting':
    // Then the lesson has its place, and the checks say what to do instead.
    case 'impossible':
      return [];
    case 'ended':
      return [
        '',
        ...paragraph(
          theme,
          'muted',
          shell.reason === '' ? say.shellEnded : say.shellFailed(shell.reason),
          width - 2,
        ).map((line) => ` ${line}`),
      ];
  }
}
