import {dockerUse, parseCommands} from './commands.ts';
import type {Lesson, Place, Script, Step} from './lesson.ts';
import {type LoadedLesson, loadFolder} from './load.ts';
import {inOrder, isError, type LessonProblem, problem, quoted} from './problem.ts';
import {createSource} from './source.ts';
import {cells} from './width.ts';

const commandCells = 76;
const firstFreePort = 1024;

export interface LintSummary {
  readonly lessons: number;
  readonly steps: number;
  readonly checks: number;
  readonly errors: number;
  readonly warnings: number;
}

/** Everything wrong in a course, also what only an author wants to know. */
export async function lintCourse(folder: string): Promise<{problems: readonly LessonProblem[]; summary: LintSummary}> {
  const course = await loadFolder(folder);
  const problems = inOrder([
    ...course.problems,
    ...course.lessons.flatMap((loaded) => lintLesson(loaded, course.head?.images ?? [])),
  ]);
  const steps = course.lessons.flatMap(({lesson}) => lesson?.steps ?? []);
  const errors = problems.filter(isError).length;
  const checks = steps.reduce((sum, step) => sum + step.checks.length, 0);
  return {
    problems,
    summary: {lessons: course.lessons.length, steps: steps.length, checks, errors, warnings: problems.length - errors},
  };
}

/** The rules that look at commands, ports, images and signs; without a disk. */
export function lintLesson(
  {lesson, texts}: Pick<LoadedLesson, 'lesson' | 'texts'>,
  images: readonly string[],
): LessonProblem[] {
  const emoji = [...texts].flatMap(([file, text]) => emojiProblems(file, text));
  if (lesson === undefined) return emoji;
  return [
    ...emoji,
    ...lesson.steps.flatMap((step) => [...commandProblems(step), ...saysProblems(step)]),
    ...portProblems(lesson),
    ...imageProblems(lesson, images),
  ];
}

// Terminals disagree on the width of these; the rest of the row and the border then shift.
const sequence = /\p{Extended_Pictographic}?(?:\ufe0f|\u200d|\ufe0e|\u20e3|\p{Emoji_Modifier}|\p{Regional_Indicator})/u;

function emojiProblems(file: string, text: string): LessonProblem[] {
  if (!sequence.test(text)) return [];
  const source = createSource(file, text.replaceAll('\r\n', '\n'));
  return source.text.split('\n').flatMap((line, index) => {
    const found = sequence.exec(line);
    if (found === null) return [];
    const message = `${quoted(found[0])} is a sign of several characters, and terminals disagree on its width; use a plain one (✔ ✗ ● ○)`;
    return [problem('EMOJI_SEQUENCE', {file, line: index + 1, column: found.index + 1}, message)];
  });
}

function lineOf({place}: Script, line: number): Place {
  return {...place, line: place.line + line};
}

const shown = ({run, solution}: Step): Script[] => [...new Set([...run, ...solution])];

function commandProblems(step: Step): LessonProblem[] {
  return shown(step).flatMap((script) =>
    script.text.split('\n').flatMap((line, index) => {
      const width = cells(line);
      if (width <= commandCells) return [];
      const message = `this command is ${width} columns wide; ${commandCells} fit. Break the line with \\`;
      return [problem('COMMAND_TOO_LONG', lineOf(script, index), message)];
    }),
  );
}

function saysProblems({mistakes}: Step): LessonProblem[] {
  return mistakes.flatMap(({says, run}, index) => {
    const before = mistakes.slice(0, index).some((other) => other.says.en === says.en);
    if (!before || says.en === undefined) return [];
    const message = `another mistake of this step says ${quoted(says.en)} too; each wrong try deserves its own answer`;
    return [problem('SAYS_REPEATED', run.place, message)];
  });
}

/** Ports that need root, and local URLs nothing of the lesson listens on. */
function portProblems(lesson: Lesson): LessonProblem[] {
  const problems: LessonProblem[] = [];
  const open = new Set<number>();
  const publish = (script: Script): void => {
    for (const command of parseCommands(script.text)) {
      for (const port of dockerUse(command).ports) {
        open.add(port);
        if (port >= firstFreePort || port === 0) continue;
        const message = `port ${port} is below ${firstFreePort}, which needs root on many machines; take 8080, say`;
        problems.push(problem('PORT_PRIVILEGED', lineOf(script, command.line), message));
      }
    }
    // A registry or a forwarded port is opened by other words: `kubectl port-forward`, `hostPort: 8080`.
    for (const [, port] of script.text.matchAll(/\b(\d{4,5}):\d+\b|(?:nodePort|hostPort): *(\d+)/g))
      open.add(Number(port));
  };
  lesson.setup.forEach(publish);
  for (const step of lesson.steps) {
    for (const script of new Set([...step.setup, ...step.run, ...step.solution, ...step.alternatives])) publish(script);
    for (const {type, params, place} of step.checks) {
      if (type !== 'http') continue;
      const port = localPort(params.url);
      if (port === undefined) continue;
      if (port < firstFreePort) {
        const message = `port ${port} of this URL is below ${firstFreePort}, which needs root on many machines`;
        problems.push(problem('PORT_PRIVILEGED', place, message));
      } else if (!open.has(port) && !lesson.needs.includes('kubernetes')) {
        const message = `nothing in this lesson up to here publishes port ${port} (-p ${port}:...), so this URL cannot answer`;
        problems.push(problem('PORT_NOT_PUBLISHED', place, message));
      }
    }
  }
  return problems;
}

function localPort(url: unknown): number | undefined {
  const found =
    typeof url === 'string' ? /^(https?):\/\/(?:localhost|127\.0\.0\.1)(?::(\d+))?(?:\/|$)/.exec(url) : null;
  if (found === null) return undefined;
  return found[2] === undefined ? (found[1] === 'http' ? 80 : 443) : Number(found[2]);
}

/** Images of right commands that neither the course lists nor the lesson made before. Mistakes may name any. */
function imageProblems(lesson: Lesson, images: readonly string[]): LessonProblem[] {
  const problems: LessonProblem[] = [];
  const known = new Set(images.map(imageName));
  const read = (script: Script): void => {
    for (const command of parseCommands(script.text)) {
      const {needs, makes} = dockerUse(command);
      for (const image of needs.filter(isForeign)) {
        if (known.has(imageName(image))) continue;
        const message = `image ${quoted(image)} is not in the images of course.yaml, so it is neither kept nor mirrored; add it there`;
        problems.push(problem('IMAGE_NOT_LISTED', lineOf(script, command.line), message));
      }
      for (const image of makes) known.add(imageName(image));
    }
  };
  lesson.setup.forEach(read);
  for (const step of lesson.steps) {
    for (const script of new Set([...step.setup, ...step.run, ...step.solution])) read(script);
    // Each alternative replaces the solution, but makes the same things.
    step.alternatives.forEach(read);
  }
  return problems;
}

// A variable or an id cannot be known here; a local registry holds what the lesson pushed.
function isForeign(image: string): boolean {
  return !/^(localhost|127\.0\.0\.1):|[$<`]|^sha256:|^[0-9a-f]{12,64}$/.test(image);
}

/** `nginx` is `docker.io/library/nginx:latest`; a digest stands in for the tag. */
function imageName(reference: string): string {
  const name = reference.replace(/^docker\.io\//, '').replace(/^library\//, '');
  return /[:@][^/]*$/.test(name) ? name : `${name}:latest`;
}
