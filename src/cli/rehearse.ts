import {appendFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Lesson} from '../lessons/lesson.ts';
import {findPaths} from '../paths.ts';
import {rehearseLesson} from '../rehearse.ts';
import type {LessonResult} from '../rehearse-result.ts';
import {proven} from '../rehearse-result.ts';
import type {Sandbox} from '../sandbox/sandbox.ts';
import {missingFor} from '../start-state.ts';
import type {Context, ExitCode} from './context.ts';
import {findPlace} from './context.ts';
import {openOwnSandbox, type SandboxImages} from './open-sandbox.ts';
import {workplaceOf} from './workplace.ts';

/**
 * `rehearse [lesson…]`: proves lessons in a sandbox of their own, so that what the learner has made is left
 * alone. Removes all it made, also when interrupted.
 */
export async function rehearse(context: Context, names: readonly string[]): Promise<ExitCode> {
  const {options, words, out, clock} = context;
  const course = await context.course();
  const wanted =
    names.length === 0
      ? course.lessons
      : names.map((name) => findPlace(course, context.progress(), name, context.words).lesson);
  const began = clock.now();
  const results: LessonResult[] = [];
  const about = await inOwnSandbox(context, {course: course.images, cluster: course.clusterImages}, async (sandbox) => {
    for (const lesson of wanted) {
      if (context.interrupted.aborted) break;
      context.note(words.lessonHeading(lesson.number, lesson.id));
      const missing = missingFor(lesson, sandbox.about);
      if (missing) {
        context.note(`  ${missing.message}`);
        continue;
      }
      results.push(...(await rehearseOne(context, lesson, sandbox, course.languages)));
    }
    return sandbox.about;
  });
  const steps = results.flatMap((result) => result.steps);
  const passed = steps.filter(proven).length;
  const total = wanted.reduce((sum, lesson) => sum + lesson.steps.length * course.languages.length, 0);
  const report = {
    sandbox: {docker: about.docker, kubernetes: about.kubernetes},
    lessons: results,
    passed,
    failed: steps.length - passed,
    skipped: total - steps.length,
    ms: clock.now() - began,
  };
  if (options.json) out(JSON.stringify(report, null, 2));
  context.note(words.rehearseTotal(report.passed, report.failed, report.skipped));
  if (context.interrupted.aborted) return 130;
  return report.failed > 0 ? 1 : 0;
}

/** A sandbox with a folder of its own, of which nothing is left however `use` ends. */
async function inOwnSandbox<T>(
  context: Context,
  images: SandboxImages,
  use: (sandbox: Sandbox) => Promise<T>,
): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'k8sl-rehearsal-'));
  // What is left behind here, nobody would find again: whoever interrupts twice must wait for the removal as well.
  const wait = (): void => {};
  const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of endings) process.on(signal, wait);
  try {
    const paths = findPaths({...context.env, K8S_LEARN_HOME: home, XDG_RUNTIME_DIR: home});
    const sandbox = await openOwnSandbox(context, paths, images);
    try {
      return await use(sandbox);
    } finally {
      await sandbox.clean().finally(() => sandbox.stop());
    }
  } finally {
    for (const signal of endings) process.removeListener(signal, wait);
    rmSync(home, {recursive: true, force: true});
  }
}

function rehearseOne(
  context: Context,
  lesson: Lesson,
  sandbox: Sandbox,
  languages: readonly ('en' | 'zh')[],
): Promise<readonly LessonResult[]> {
  const {words, clock, env, interrupted} = context;
  return rehearseLesson(lesson, {
    sandbox,
    clock,
    languages,
    workplace: workplaceOf({sandbox, env, signal: interrupted, timeoutMs: 240_000}),
    signal: interrupted,
    typed: (command) => appendFileSync(sandbox.shell.commandsFile, `${JSON.stringify(command)}\n`),
    onStep: (of, step, result) => {
      context.note(`  ${words.rehearseStep(proven(result), `${of.id}/${step.id}`, (result.ms / 1000).toFixed(1))}`);
      if (result.failure !== undefined) context.note(`    ${result.failure}`);
    },
  });
}
