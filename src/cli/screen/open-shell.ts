import type {Lesson} from '../../lessons/lesson.ts';
import {loadPty} from '../../sandbox/shell/pty.ts';
import type {Rect} from '../../ui/layout.ts';
import type {Context} from '../context.ts';
import {learnerShell} from '../learner-shell.ts';
import type {ShellSessionOptions} from './shell-session.ts';
import {createShellSession, type ShellSession} from './shell-session.ts';

export interface StageShell
  extends Pick<ShellSessionOptions, 'trueColour' | 'background' | 'onChange' | 'onState' | 'onCommand'> {
  readonly context: Context;
  /** To the real terminal. */
  readonly write: (text: string) => void;
  readonly lesson: () => Lesson;
  /** The shell's place on the screen; null while it is hidden. */
  readonly rect: () => Rect | null;
}

/** The learner's own shell in the sandbox's environment, in the lesson's folder; or why there can be none. */
export async function openStageShell(options: StageShell): Promise<ShellSession | string> {
  const {context, lesson, rect, write} = options;
  const pty = await loadPty();
  // Where it was looked for is a long path, and no help.
  if (!pty.works) return pty.reason.replace(/ imported from .*/, '');
  let last = {columns: 80, rows: 24};
  return createShellSession({
    ...options,
    open: pty.open,
    clock: context.clock,
    start: () => learnerShell(context, lesson()),
    size() {
      const place = rect();
      if (place) last = {columns: place.width, rows: place.height};
      return last;
    },
    events: {
      bell: () => write('\x07'),
      cursorShape: (shape) => write(`\x1b[${shape} q`),
      clipboard: (base64) => write(`\x1b]52;c;${base64}\x07`),
    },
  });
}
