/** The course on the whole screen: wires session, shell, keys and compositor together. */
import {appendFileSync} from 'node:fs';
import {join} from 'node:path';
import {holderOf, takeLock} from '../../lock.ts';
import {ensurePrivateFolder} from '../../private-folder.ts';
import {openSession} from '../../session.ts';
import {detectTerminal} from '../../ui/terminal/detect.ts';
import {createScreen, onEnding} from '../../ui/terminal/screen.ts';
import type {Context, ExitCode} from '../context.ts';
import {findPlace} from '../context.ts';
import {markTerminal} from './left-over.ts';
import {Stage} from './stage.ts';
import {writeAtOnce} from './write-at-once.ts';

const longestCloseMs = 1000;

/** Runs until the learner quits; the terminal is as before afterwards, however this ends. */
export async function screenTutorial(context: Context, place: string | undefined): Promise<ExitCode> {
  const {paths, env} = context;
  const course = await context.course();
  const progress = context.progress();
  const at = place === undefined ? undefined : findPlace(course, progress, place, context.words);
  ensurePrivateFolder(paths.home);
  const lockFile = join(paths.home, 'open.lock');
  const release = takeLock(lockFile);
  const stage = new Stage({
    context,
    outer: detectTerminal(env, process.platform),
    session: openSession({
      course,
      language: context.options.lang,
      progress,
      at: at && {lesson: at.lesson.id, step: at.step.id},
      reader: release === undefined,
    }),
    asked: at !== undefined,
    notice: release ? '' : context.words.alreadyOpen(holderOf(lockFile) ?? 0),
    output: process.stdout,
    soon: (callback) => void setImmediate(callback),
  });
  const screen = createScreen({
    input: process.stdin,
    write: (text) => writeAtOnce(process.stdout.fd, text),
    process,
    onContinue: () => stage.repaint(),
  });
  const forget = markTerminal(paths, process.stdout.fd);
  const ended = new Promise<ExitCode>((resolve) => {
    stage.onQuit = () => resolve(0);
    onEnding(process, (ending) => {
      screen.leave();
      forget();
      stage.killShell();
      if (ending?.error !== undefined) {
        logCrash(paths.log, ending.error);
        context.note(context.words.crashed(paths.log));
      }
      if (ending) resolve(ending.error === undefined ? 130 : 3);
    });
  });
  screen.enter();
  stage.onMouse = (on) => screen.mouse(on);
  process.stdin.on('data', (bytes: Buffer) => stage.take(bytes));
  process.stdin.once('end', () => stage.onQuit());
  process.stdout.on('resize', () => stage.resize(process.stdout.columns, process.stdout.rows));
  stage.begin();
  const code = await ended;
  screen.leave();
  forget();
  process.stdin.unref();
  // A pull that was begun may go on for minutes: nobody who has quit waits for it.
  await Promise.race([stage.close(), new Promise<void>((resolve) => context.clock.after(longestCloseMs, resolve))]);
  release?.();
  return code;
}

function logCrash(file: string, error: unknown): void {
  try {
    appendFileSync(
      file,
      `${new Date().toISOString()} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  } catch {
    // A full disk must not hide that something went wrong.
  }
}
