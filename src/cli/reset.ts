import {rmSync} from 'node:fs';
import {localised} from '../lessons/lesson.ts';
import type {Paths} from '../paths.ts';
import {forget, withCurrent, withoutEntries, withStep} from '../progress.ts';
import {findHost} from '../sandbox/host-client.ts';
import {buildStartState} from '../start-state.ts';
import type {Context, ExitCode} from './context.ts';
import {findPlace} from './context.ts';
import {isOpenElsewhere} from './open-course.ts';
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
  const {lesson, step, whole} = findPlace(course, context.progress(), place, context.words);
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
  const left = await sandbox.inventory();
  const isClean = Object.values(left).every((names) => names.length === 0);
  // Whoever has the course open would start the host anew on files that are being removed.
  const isOpen = isOpenElsewhere(paths);
  if (!isOpen) await (await findHost(paths))?.stop();
  // What Docker would not remove is known by the ledger alone.
  if (!isOpen && isClean) for (const path of courseFiles(paths)) rmSync(path, {recursive: true, force: true});
  context.save(withoutEntries(context.progress()));
  if (options.json) out(JSON.stringify({removed, left}));
  else {
    for (const line of removalLines(removed, words)) out(line);
    if (!isClean) out(words.cleanLeft);
    for (const line of isClean ? [] : removalLines(left, words)) out(line);
    if (isClean) out(words.cleaned);
    if (isOpen) out(words.cleanedWhileOpen);
    else if (isClean) out(words.cleanedFiles(paths.home));
  }
  return isClean ? 0 : 3;
}

function courseFiles(paths: Paths): readonly string[] {
  const {work, ledger, embeddedLedger, callLog, commands, dockerConfig, shell, bin} = paths;
  const {kubeconfig, clusterKeys, clusterBase, embeddedKeys, embeddedBase} = paths;
  const {waitingKubeconfig, contextKubeconfig, contextBase} = paths;
  return [
    ...[work, ledger, embeddedLedger, callLog, `${callLog}.1`, commands, dockerConfig, shell, bin],
    ...[kubeconfig, clusterKeys, clusterBase, embeddedKeys, embeddedBase],
    ...[waitingKubeconfig, contextKubeconfig, contextBase],
  ];
}
