import type {Lesson} from '../../lessons/lesson.ts';
import type {OpenPty} from '../../sandbox/shell/pty.ts';
import type {Context} from '../context.ts';
import {learnerShell} from '../learner-shell.ts';
import type {ShellSessionOptions} from './shell-session.ts';
import {createShellSession, type ShellSession} from './shell-session.ts';

/** The learner's own shell in the sandbox's environment, in the lesson's folder. */
export function openShell(
  context: Context,
  open: OpenPty,
  lesson: () => Lesson,
  options: Omit<ShellSessionOptions, 'open' | 'start' | 'clock'>,
): ShellSession {
  return createShellSession({...options, open, clock: context.clock, start: () => learnerShell(context, lesson())});
}
