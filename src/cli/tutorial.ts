import {createInterface} from 'node:readline';
import type {Drive, Notice} from '../drive.ts';
import {drive} from '../drive.ts';
import {LearnError, problemIn} from '../errors.ts';
import {localised} from '../lessons/lesson.ts';
import {holderOf, takeLock} from '../lock.ts';
import type {Verdict} from '../observation.ts';
import {ensurePrivateFolder} from '../private-folder.ts';
import {stepProgress} from '../progress.ts';
import type {Session} from '../session.ts';
import {following, openSession} from '../session.ts';
import type {Context, ExitCode} from './context.ts';
import {findPlace} from './context.ts';
import {noticeText} from './notice-text.ts';
import {openLockFile} from './open-course.ts';
import {obey} from './plain-words.ts';
import {stepText, verdictLines} from './text.ts';
import {workplaceOf} from './workplace.ts';

/**
 * The course as plain text: prints the step, then each change of a verdict as it happens, and moves on when
 * the step passes. The learner works in another terminal, or types the few words of `plainKeys` here.
 */
export async function plainTutorial(
  context: Context,
  place: string | undefined,
  input: NodeJS.ReadableStream,
): Promise<ExitCode> {
  const {words, paths, note, options} = context;
  const course = await context.course();
  const progress = context.progress();
  const at = place === undefined ? undefined : findPlace(course, progress, place, words);
  ensurePrivateFolder(paths.home);
  const sandbox = await context.sandbox('attend');
  const lockFile = openLockFile(paths);
  const release = takeLock(lockFile);
  if (!release) note(words.alreadyOpen(holderOf(lockFile) ?? 0));
  const session = openSession({
    course,
    language: options.lang,
    progress,
    at: at && {lesson: at.lesson.id, step: at.step.id},
    reader: release === undefined,
  });
  const printer = printChanges(context);
  const leaving = new AbortController();
  const driven = drive({
    session,
    sandbox,
    clock: context.clock,
    workplace: workplaceOf({
      sandbox,
      env: context.env,
      signal: AbortSignal.any([context.interrupted, leaving.signal]),
    }),
    save: (changed) => context.save(changed),
    onNotice: (notice) => printer.notice(notice),
    onSession: (changed) => {
      printer.session(changed);
      if (changed.phase === 'passed' && following(changed))
        queueMicrotask(() => driven.dispatch({type: 'next', at: context.clock.now()}));
    },
  });
  note(words.plainWelcome);
  note(words.plainKeys);
  const {enteredAt} = stepProgress(progress, course.id, session.lesson.id, session.step.id);
  const isBuilt = enteredAt !== undefined && enteredAt >= sandbox.about.stateSince;
  driven.dispatch({
    type: 'opened',
    at: context.clock.now(),
    rebuild: at !== undefined || !isBuilt,
  });
  try {
    return await readWords(context, input, driven);
  } finally {
    leaving.abort();
    await driven.close();
    release?.();
  }
}

/**
 * Obeys line by line, each when what the one before began has come to its end, so that words may also be piped in.
 * A person who types `quit` does not wait for that.
 */
async function readWords(context: Context, input: NodeJS.ReadableStream, driven: Drive): Promise<ExitCode> {
  const {interrupted} = context;
  const lines = createInterface({input});
  const isPerson = 'isTTY' in input && input.isTTY === true;
  let last = driven.idle();
  try {
    return await new Promise<ExitCode>((resolve, reject) => {
      if (interrupted.aborted) resolve(130);
      interrupted.addEventListener('abort', () => resolve(130), {once: true});
      const then = (act: () => void): void => {
        last = last.then(act).then(() => driven.idle());
        last.catch(reject);
      };
      lines.on('close', () => then(() => resolve(0)));
      lines.on('line', (line) => {
        const isEnd = ['quit', 'q', 'exit'].includes(line.trim());
        if (isEnd && isPerson) resolve(0);
        else then(() => (isEnd ? resolve(0) : obeyLine(context, line, driven)));
      });
    });
  } finally {
    lines.close();
  }
}

function obeyLine(context: Context, line: string, driven: Drive): void {
  try {
    const {lines, event} = obey(line, driven.session(), context.clock.now(), context.words);
    for (const text of lines) context.out(text);
    if (event) driven.dispatch(event);
  } catch (error) {
    if (!(error instanceof LearnError)) throw error;
    context.note(error.message);
  }
}

/** Prints what differs from what was printed before, and nothing else. */
function printChanges(context: Context): {session(session: Session): void; notice(notice: Notice): void} {
  const {out, note, words} = context;
  let step = '';
  let phase: Session['phase'] | '' = '';
  let printed: readonly string[] = [];
  return {
    session(session) {
      const {lesson, language} = session;
      const place = `${lesson.id}/${session.step.id}`;
      if (session.phase !== phase || place !== step) {
        if (session.phase === 'working')
          out(`\n${stepText(lesson, session.step, language, {...words, question: words.answerHere})}\n`);
        if (session.phase === 'stuck' && session.trouble) {
          const {message, fix} = problemIn(session.trouble, language);
          for (const line of [words.startFailed(message), fix, words.tryAgain]) if (line !== undefined) note(line);
        }
        if (place !== step || session.phase === 'entering') printed = [];
      }
      const lines = verdictLines(session.step, session.verdicts, language, words);
      if (session.verdicts.length > 0) {
        lines.forEach((line, index) => {
          if (line !== printed[index] && worthSaying(session.verdicts[index], printed.length > 0)) out(line);
        });
        printed = lines;
      }
      if (session.phase !== phase) sayPhase(session, context);
      step = place;
      phase = session.phase;
    },
    notice: (notice) => note(noticeText(notice, context.options.lang, words)),
  };
}

/** At a step's start everything is unmet: only what is passed or blocked is news. */
function worthSaying(verdict: Verdict | undefined, later: boolean): boolean {
  return later || (verdict !== undefined && verdict.verdict !== 'unmet');
}

function sayPhase(session: Session, {note, words}: Context): void {
  const {lesson, language, phase} = session;
  if (phase === 'passed') note(words.goOn);
  if (phase !== 'finished') return;
  note(words.lessonDone(localised(lesson.title, language)));
  note(words.remember);
  for (const sentence of lesson.remember[language] ?? lesson.remember.en ?? []) note(`  ${sentence}`);
  const next = following(session);
  note(
    next ? words.nextStep(`${next.lesson.id}/${next.step.id}`, localised(next.step.title, language)) : words.courseDone,
  );
}
