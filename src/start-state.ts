import {LearnError} from './errors.ts';
import type {Lesson, Script, Step} from './lessons/lesson.ts';
import type {Checkpoint, Sandbox} from './sandbox/sandbox.ts';
import type {ScriptResult} from './sandbox/shell/run.ts';
import type {WorkFolder} from './work-folder.ts';

/** Runs commands as the learner would: same environment, same folder. */
export type RunCommands = (
  script: Script,
  options?: {readonly onOutput?: (text: string) => void},
) => Promise<ScriptResult>;

export interface StartState {
  readonly lesson: Lesson;
  readonly step: Step;
  readonly sandbox: Pick<Sandbox, 'reset' | 'checkpoint'>;
  readonly folder: WorkFolder;
  readonly run: RunCommands;
  /** Called before each replayed step, for progress. */
  readonly onReplay?: (step: Step, index: number, count: number) => void;
}

/** Builds a step's start state from nothing: reset, files, the lesson's setup, every earlier step, its own setup. */
export async function buildStartState(options: StartState): Promise<Checkpoint> {
  const {lesson, step, sandbox, folder, run} = options;
  await sandbox.reset();
  folder.lay();
  await runAll(lesson.setup, run);
  const before = lesson.steps.slice(0, lesson.steps.indexOf(step));
  for (const [index, earlier] of before.entries()) {
    options.onReplay?.(earlier, index, before.length);
    await runAll(earlier.setup, run);
    await runAll(earlier.solution, run);
  }
  return enterStep(options);
}

/** Runs a step's own setup on the state the step before left, and marks the place. */
export async function enterStep({step, sandbox, folder, run}: StartState): Promise<Checkpoint> {
  await runAll(step.setup, run);
  folder.mark();
  return sandbox.checkpoint();
}

/** Takes a step back to its mark; replays from nothing only when something older was changed. */
export async function restoreStep(options: StartState & {readonly mark: Checkpoint}): Promise<Checkpoint> {
  const {exact} = await options.sandbox.reset(options.mark);
  if (exact && options.folder.restore()) return options.sandbox.checkpoint();
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

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
