import {rmSync} from 'node:fs';
import {localised} from '../lessons/lesson.ts';
import {forget, withCurrent, withStep} from '../progress.ts';
import {findHost} from '../sandbox/host-client.ts';
import {buildStartState} from '../start-state.ts';
import type {Context, ExitCode} from './context.ts';
import {findPlace} from './context.ts';
import {removalLines} from './removal-lines.ts';
import {workplaceOf} from './workplace.ts';

/** `reset [lesson[/step]]`: back to its start state, which then is where the learner stands. */
export async function reset(
  context: Context,
  place: string | undefined,
  options: {readonly progress: boolean},
): Promise<ExitCode> {
  const {words, clock} = context;
  const course = await context.course();
  const {lesson, step, whole} = findPlace(course, context.progress(), place);
  const sandbox = await context.sandbox('plain');
  const {folder, run} = workplaceOf({sandbox, env: context.env, signal: context.interrupted})(lesson);
  await buildStartState({
    lesson,
    step,
    sandbox,
    folder,
    run,
    onReplay: (replayed, index, count) =>
      context.note(words.replaying(localised(replayed.title, context.options.lang), index + 1, count)),
  });
  let progress = context.progress();
  if (options.progress) progress = forget(progress, course.id, lesson.id, whole ? undefined : step.id);
  const at = {course: course.id, lesson: lesson.id, step: step.id};
  context.save(withStep(withCurrent(progress, course.id, lesson.id, step.id), at, {enteredAt: clock.now()}));
  context.note(words.resetStep(localised(step.title, context.options.lang)));
  if (options.progress) context.note(words.progressForgotten);
  return 0;
}

/** `clean`: removes everything this program ever made on this machine but the progress, and says what. */
export async function clean(context: Context): Promise<ExitCode> {
  const {words, out, paths, options} = context;
  const sandbox = await context.sandbox('plain');
  const removed = await sandbox.clean();
  await (await findHost(paths, 'real'))?.stop();
  for (const path of [
    paths.work,
    paths.ledger,
    paths.callLog,
    paths.commands,
    paths.dockerConfig,
    paths.shell,
    paths.kubeconfig,
  ]) {
    rmSync(path, {recursive: true, force: true});
  }
  if (options.json) out(JSON.stringify({removed}));
  else {
    for (const line of removalLines(removed, words)) out(line);
    out(words.cleaned);
    out(words.cleanedFiles(paths.home));
  }
  return 0;
}
