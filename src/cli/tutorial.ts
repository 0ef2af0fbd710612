import {join} from 'node:path';
import {createInterface} from 'node:readline';
import type {Notice} from '../drive.ts';
import {drive} from '../drive.ts';
import {systemCode} from '../errors.ts';
import {localised} from '../lessons/lesson.ts';
import {holderOf, takeLock} from '../lock.ts';
import type {Verdict} from '../observation.ts';
import {ensurePrivateFolder} from '../private-folder.ts';
import {stepProgress} from '../progress.ts';
import type {Event, Session} from '../session.ts';
import {following, openSession} from '../session.ts';
import type {Context, ExitCode} from './context.ts';
import {findPlace} from './context.ts';
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
  const at = place === undefined ? undefined : findPlace(course, progress, place);
  const lockFile = join(paths.home, 'open.lock');
  ensurePrivateFolder(paths.home);
  const release = takeLock(lockFile);
  if (!release) note(words.alreadyOpen(holderOf(lockFile) ?? 0));
  const sandbox = await context.sandbox('attend');
  const session = openSession({
    course,
    language: options.lang,
    progress,
    at: at && {lesson: at.lesson.id, step: at.step.id},
    reader: release === undefined,
  });
  const printer = printChanges(context);
  const driven = drive({
    session,
    sandbox,
    clock: context.clock,
    workplace: workplaceOf({sandbox, env: context.env, signal: context.interrupted}),
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
  const known = stepProgress(progress, course.id, session.lesson.id, session.step.id);
  driven.dispatch({
    type: 'opened',
    at: context.clock.now(),
    rebuild: at !== undefined || known.enteredAt === undefined,
  });
  const code = await readWords(context, input, driven, () => driven.session());
  await driven.close();
  release?.();
  return code;
}

function readWords(
  context: Context,
  input: NodeJS.ReadableStream,
  driven: {dispatch(event: Event): void},
  session: () => Session,
): Promise<ExitCode> {
  const lines = createInterface({input});
  return new Promise((resolve) => {
    const end = (code: ExitCode): void => {
      lines.close();
      resolve(code);
    };
    context.interrupted.addEventListener('abort', () => end(130), {once: true});
    lines.on('close', () => resolve(0));
    lines.on('line', (line) => {
      const word = line.trim();
      if (word === 'quit' || word === 'q' || word === 'exit') return end(0);
      try {
        const {lines: said, event} = obey(line, session(), context.clock.now(), context.words);
        for (const text of said) context.out(text);
        if (event) driven.dispatch(event);
      } catch (error) {
        context.note(error instanceof Error ? error.message : String(error));
      }
    });
  });
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
        if (session.phase === 'working') out(`\n${stepText(lesson, session.step, language, words)}\n`);
        if (session.phase === 'stuck' && session.trouble)
          note(`${words.startFailed(session.trouble.message)}\n${session.trouble.fix ?? ''}`);
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
    notice(notice) {
      if (notice.notice === 'save-failed') note(words.progressNotSaved(systemCode(notice.error)));
      else note(words.replaying(localised(notice.step.title, context.options.lang), notice.index + 1, notice.count));
    },
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
