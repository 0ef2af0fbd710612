import type {Picture} from '../picture.ts';
import {paragraph} from './text.ts';

/** What stands in the shell's place while no shell does. */
export function shellLines({shell, theme, say}: Picture, width: number): readonly string[] {
  switch (shell.state) {
    case 'runs':
    case 'starting':
      return [];
    case 'ended':
      return ['', ...paragraph(theme, 'muted', ` ${say.shellEnded}`, width)];
    case 'impossible':
      return [
        '',
        ...paragraph(theme, 'text', say.shellImpossible(shell.reason), width),
        '',
        theme.paint('command', '  eval "$(k8s-learn sandbox env)"'),
      ];
  }
}
