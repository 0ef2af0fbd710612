import {localised} from '../lessons/lesson.ts';
import {stepProgress, withStep} from '../progress.ts';
import type {Context, ExitCode} from './context.ts';
import {findPlace} from './context.ts';
import {ensureEntered} from './enter.ts';
import {plainMarkdown} from './text.ts';
import {workplaceOf} from './workplace.ts';

/** `hint [lesson/step]`: the next hint; each call one more, the last one stays. */
export async function hint(context: Context, place: string | undefined): Promise<ExitCode> {
  const {options, words, out} = context;
  const course = await context.course();
  const progress = context.progress();
  const {lesson, step} = findPlace(course, progress, place, context.words);
  const count = step.hints.length;
  if (count === 0) {
    if (options.json) out(JSON.stringify({lesson: lesson.id, step: step.id, hint: 0, of: 0, text: ''}));
    context.note(words.noHints);
    return 0;
  }
  const known = stepProgress(progress, course.id, lesson.id, step.id);
  const shown = Math.min(known.hints + 1, count);
  context.save(withStep(progress, {course: course.id, lesson: lesson.id, step: step.id}, {hints: shown}));
  const text = localised(step.hints[shown - 1] ?? {}, options.lang);
  if (options.json) out(JSON.stringify({lesson: lesson.id, step: step.id, hint: shown, of: count, text}));
  else {
    out(words.hint(shown, count));
    out(plainMarkdown(text, words));
    if (known.hints >= count) context.note(words.noMoreHints);
  }
  return 0;
}

/** `solution [lesson/step]`: the commands that complete a step; noted as shown. */
export async function solution(context: Context, place: string | undefined): Promise<ExitCode> {
  const {options, words, out} = context;
  const course = await context.course();
  const progress = context.progress();
  const {lesson, step} = findPlace(course, progress, place, context.words);
  if (step.solution.length === 0) {
    if (options.json) out(JSON.stringify({lesson: lesson.id, step: step.id, solution: ''}));
    context.note(words.noSolution);
    return 0;
  }
  context.save(withStep(progress, {course: course.id, lesson: lesson.id, step: step.id}, {solutionShown: true}));
  const text = step.solution.map((script) => script.text).join('\n');
  if (options.json) out(JSON.stringify({lesson: lesson.id, step: step.id, solution: text}));
  else {
    context.note(words.solution);
    out(text);
  }
  return 0;
}

/** `run [lesson/step]`: types a step's `run` blocks for the learner, in the sandbox. */
export async function run(context: Context, place: string | undefined): Promise<ExitCode> {
  const {words, out} = context;
  const course = await context.course();
  const {lesson, step} = findPlace(course, context.progress(), place, context.words);
  if (step.run.length === 0) {
    context.note(words.nothingToRun);
    return 0;
  }
  const sandbox = await context.sandbox('plain');
  await ensureEntered(context, {course, lesson, step, sandbox});
  const {run: runCommands} = workplaceOf({
    sandbox,
    env: context.env,
    signal: context.interrupted,
  })(lesson);
  for (const script of step.run) {
    for (const line of script.text.split('\n')) context.note(words.running(line));
    const lines = wholeLines(out);
    const {exitCode} = await runCommands(script, {onOutput: lines.take});
    lines.end();
    if (exitCode !== 0) return context.interrupted.aborted ? 130 : 1;
  }
  return 0;
}

/** Output comes in pieces that end anywhere. */
function wholeLines(out: (lines: string) => void): {take(text: string): void; end(): void} {
  let rest = '';
  return {
    take(text) {
      rest += text;
      const end = rest.lastIndexOf('\n');
      if (end < 0) return;
      out(rest.slice(0, end));
      rest = rest.slice(end + 1);
    },
    end() {
      if (rest !== '') out(rest);
    },
  };
}
