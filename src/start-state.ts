import {LearnError} from './errors.ts';
import {type Lesson, localised, type Script, type Step} from './lessons/lesson.ts';
import {withoutLooking} from './lessons/looking.ts';
import type {Checkpoint, Sandbox} from './sandbox/sandbox.ts';
import type {ScriptResult} from './sandbox/shell/run.ts';
import type {WorkFolder} from './work-folder.ts';

/** Runs commands as the learner would: same environment, same folder. */
export type RunCommands = (
  script: Script,
  options?: {readonly onOutput?: (text: string) => void},
) => Promise<ScriptResult>;

/** Where each step of a lesson began, before its own setup, by the step's id. Valid until a reset goes further back. */
export type Trail = Map<string, Checkpoint>;

export interface StartState {
  readonly lesson: Lesson;
  readonly step: Step;
  readonly sandbox: Pick<Sandbox, 'about' | 'reset' | 'ensureCluster' | 'checkpoint'>;
  readonly folder: WorkFolder;
  readonly run: RunCommands;
  /** Filled and used where a lesson is gone through step by step: going back to an earlier step is quicker than to nothing. */
  readonly trail?: Trail;
  /** Called before each replayed step, for progress. */
  readonly onReplay?: (step: Step, index: number, count: number) => void;
}

/** Builds a step's start state from nothing: reset, files, the lesson's setup, every earlier step, its own setup. */
export async function buildStartState(options: StartState): Promise<Checkpoint> {
  const {lesson, sandbox, folder, run} = options;
  const missing = missingFor(lesson, sandbox.about);
  if (missing) throw missing;
  await sandbox.reset(undefined, lesson.needs.includes('kind') ? 'remove' : 'keep');
  if (lesson.needs.includes('kubernetes')) await sandbox.ensureCluster();
  options.trail?.clear();
  folder.lay();
  await runAll(lesson.setup, run);
  return replay(options, lesson.steps);
}

/** Every step of `steps` up to the one wanted, which is entered. */
async function replay(options: StartState, steps: readonly Step[]): Promise<Checkpoint> {
  const {step, run} = options;
  const before = steps.slice(0, steps.indexOf(step));
  for (const [index, earlier] of before.entries()) {
    options.onReplay?.(earlier, index, before.length);
    await note(options, earlier);
    await runAll(earlier.setup, run);
    await runAll(earlier.solution.map(stateOnly), run);
  }
  return enterStep(options);
}

/** The step's own play runs every line; building its state again needs those that make something. */
function stateOnly(script: Script): Script {
  return {...script, text: withoutLooking(script.text)};
}

async function note({trail, sandbox, folder}: StartState, {id}: Step): Promise<Checkpoint | undefined> {
  if (trail === undefined) return undefined;
  folder.mark(id);
  const began = await sandbox.checkpoint();
  trail.set(id, began);
  return began;
}

/** Runs a step's own setup on the state the step before left, and marks the place. */
export async function enterStep(options: StartState): Promise<Checkpoint> {
  const {step, sandbox, folder, run} = options;
  const began = await note(options, step);
  await runAll(step.setup, run);
  folder.mark();
  return began !== undefined && step.setup.length === 0 ? began : sandbox.checkpoint();
}

/**
 * Takes a step back to its mark. When something older was changed, replays from the last step on the trail that began
 * before that was made; from nothing when there is none.
 */
export async function restoreStep(options: StartState & {readonly mark: Checkpoint}): Promise<Checkpoint> {
  const {lesson, step, sandbox, folder, trail} = options;
  if ((await sandbox.reset(options.mark)).exact && folder.restore()) return sandbox.checkpoint();
  for (let index = lesson.steps.indexOf(step); index >= 0; index -= 1) {
    const id = lesson.steps[index]?.id ?? '';
    const began = trail?.get(id);
    if (began === undefined) break;
    if ((await sandbox.reset(began)).exact && folder.restore(id)) return replay(options, lesson.steps.slice(index));
  }
  return buildStartState(options);
}

async function runAll(scripts: readonly Script[], run: RunCommands): Promise<void> {
  for (const script of scripts) {
    const {exitCode, output} = await run(script);
    if (exitCode === 0) continue;
    const {file, line} = script.place;
    throw new LearnError({
      code: 'START_STATE_FAILED',
      message: `The start state could not be built: ${file}:${line} ended with exit code ${exitCode}. ${lastLine(output)}`,
      fix: 'k8s-learn doctor says what this machine lacks.',
    });
  }
}

/** The line that says why: docker's own last one may only point to its help. */
function lastLine(output: string): string {
  const lines = output.trim().split('\n');
  const last = lines.at(-1) ?? '';
  const isPointer = /^(?:Run|See) 'docker .*--help'/.test(last);
  return (isPointer ? lines.findLast((line) => line.includes('rror')) : undefined) ?? last;
}

/** Why a lesson cannot be had in a sandbox; undefined when it can. */
export function missingFor({title, needs}: Lesson, {context}: Sandbox['about']): LearnError | undefined {
  const [name, zhName] = [`"${localised(title, 'en')}"`, `“${localised(title, 'zh')}”`];
  // In somebody's own cluster, nodes are not ours to stop, taint or make.
  if (context !== '' && needs.some((need) => need === 'kind' || need === 'nodes'))
    return new LearnError({
      code: 'NEEDS_OWN_CLUSTER',
      message: `${name} works on the nodes of the cluster, and those of the context ${context} are yours.`,
      fix: 'Without --context the course makes a cluster of its own, and this lesson runs in it.',
      zh: {
        message: `${zhName}要在集群的节点上操作，而 ${context} 这个 context 的节点是你自己的。`,
        fix: '不用 --context 时，课程会搭建自己的集群，这一课就在那里进行。',
      },
      exitCode: 3,
    });
  return undefined;
}
