import type {Context, ExitCode} from './context.ts';

type Act = (context: Context, args: readonly string[], options: Readonly<Record<string, unknown>>) => Promise<ExitCode>;

/** One command: how it is typed, and the file that does it. */
export interface Row {
  /** As commander reads it: `check [place]`. */
  readonly usage: string;
  readonly about: string;
  readonly options?: readonly (readonly [flags: string, about: string])[];
  /** Loaded when it is run, so that `list` does not pay for Docker. */
  readonly load: () => Promise<Act>;
}

/** What no command's name means: the course itself. */
export const tutorial: Row = {
  usage: '[place]',
  about: 'open the tutorial where you left off, or at lesson[/step]',
  load:
    async () =>
    (context, [place]) =>
      openTutorial(context, place),
};

export const rows: readonly Row[] = [
  {
    usage: 'list',
    about: 'lessons with progress',
    load: async () => (await import('./list.ts')).list,
  },
  {
    usage: 'status',
    about: 'where you are, what is running, what it costs',
    load: async () => (await import('./status.ts')).status,
  },
  {
    usage: 'show [place]',
    about: "a step's text",
    load: async () => {
      const {show} = await import('./show.ts');
      return (context, [place]) => show(context, place);
    },
  },
  {
    usage: 'check [place]',
    about: 'look once, and say what is there',
    options: [['--answer <numbers>', 'the answers of a quiz: 2 or 1,3']],
    load: async () => {
      const {check} = await import('./check.ts');
      return (context, [place], {answer}) =>
        check(context, place, {answer: typeof answer === 'string' ? answer : undefined});
    },
  },
  {
    usage: 'hint [place]',
    about: 'the next hint',
    load: async () => {
      const {hint} = await import('./help-for-step.ts');
      return (context, [place]) => hint(context, place);
    },
  },
  {
    usage: 'solution [place]',
    about: 'the commands that complete a step',
    load: async () => {
      const {solution} = await import('./help-for-step.ts');
      return (context, [place]) => solution(context, place);
    },
  },
  {
    usage: 'run [place]',
    about: "type a step's commands for me",
    load: async () => {
      const {run} = await import('./help-for-step.ts');
      return (context, [place]) => run(context, place);
    },
  },
  {
    usage: 'shell',
    about: "the learner's shell alone",
    load: async () => (await import('./shell.ts')).shell,
  },
  {
    usage: 'sandbox <what>',
    about: 'env: lines that point another terminal at the sandbox; stop: end the background process',
    load: async () => (await import('./shell.ts')).sandboxCommand,
  },
  {
    usage: 'reset [place]',
    about: 'back to the start state of lesson[/step]',
    options: [['--progress', 'forget its progress too']],
    load: async () => {
      const {reset} = await import('./reset.ts');
      return (context, [place], {progress}) => reset(context, place, {progress: progress === true});
    },
  },
  {
    usage: 'clean',
    about: 'remove everything k8s-learn ever created on this machine, and say what',
    load: async () => (await import('./reset.ts')).clean,
  },
  {
    usage: 'rehearse [lessons...]',
    about: 'prove lessons: play their solutions and mistakes',
    load: async () => (await import('./rehearse.ts')).rehearse,
  },
  {
    usage: 'lint [dir]',
    about: 'parse a course and say everything that is not in order',
    load: async () => {
      const {lint} = await import('./lint.ts');
      return (context, [folder]) => lint(context, folder);
    },
  },
  {
    usage: 'doctor',
    about: 'what this machine can do, with each fix',
    load: async () => (await import('./doctor/doctor.ts')).doctor,
  },
];

/** On the whole screen where there is one; else as plain text. */
async function openTutorial(context: Context, place: string | undefined): Promise<ExitCode> {
  const {options, env, words, note} = context;
  if (place !== undefined) {
    const {requirePlace} = await import('./require-place.ts');
    const commands = rows.map(({usage}) => usage.split(' ')[0] ?? '');
    await requirePlace(context, place, commands);
  }
  const terminal = process.stdin.isTTY && process.stdout.isTTY && env['TERM'] !== 'dumb';
  if (terminal && !options.plain) {
    const {screenTutorial} = await import('./screen/screen.ts');
    return screenTutorial(context, place);
  }
  if (!options.plain) note(words.noTerminal);
  const {plainTutorial} = await import('./tutorial.ts');
  return plainTutorial(context, place, process.stdin);
}
