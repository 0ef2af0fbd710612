/** Composition root: arguments, signals, exit codes. The only place that ends the process. */
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Command, CommanderError, Option} from 'commander';
import {type Row, rows, tutorial} from './cli/commands.ts';
import type {ExitCode, GlobalOptions} from './cli/context.ts';
import {createContext} from './cli/create-context.ts';
import {repairOf} from './cli/screen/left-over.ts';
import {LearnError} from './errors.ts';
import {systemLanguage} from './messages/index.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** `dist/` in the package, `src/` in development: the package's folder is above both. */
const packageFolder = resolve(here, '..');

/** Runs the program; resolves with its exit code. */
export async function main(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupted.abort());
  let code: ExitCode = 0;
  const program = createProgram(async (row, args, options, globals) => {
    const context = createContext({
      globals,
      env,
      packageFolder,
      script: process.argv[1] ?? '',
      build: buildId(),
      interrupted: interrupted.signal,
    });
    const repair = repairOf(context.paths, process.stdout);
    if (repair !== '') process.stdout.write(repair);
    const act = await row.load();
    code = await act(context, args, options);
  }, env);
  try {
    if (argv[0] === '__host') {
      const {host} = await import('./cli/host.ts');
      await host({argument: argv[1] ?? '{}', env, build: buildId()});
      return 0;
    }
    if (argv[0] === '__course') {
      const {printCourse} = await import('./cli/print-course.ts');
      await printCourse(packageFolder);
      return 0;
    }
    await program.parseAsync([...argv], {from: 'user'});
    return interrupted.signal.aborted ? 130 : code;
  } catch (error) {
    return report(error, interrupted.signal.aborted);
  }
}

/** Ends the process when all output is written. */
export async function runAndExit(): Promise<void> {
  process.stdout.on('error', ignoreClosedPipe);
  const code = await main(process.argv.slice(2), process.env);
  process.exitCode = code;
  process.stdout.write('', () => process.exit(code));
}

type Perform = (
  row: Row,
  args: readonly string[],
  options: Readonly<Record<string, unknown>>,
  globals: GlobalOptions,
) => Promise<void>;

function createProgram(perform: Perform, env: NodeJS.ProcessEnv): Command {
  const program = new Command('k8s-learn')
    .description('Learn Docker and Kubernetes by doing, in your terminal.')
    .version(version(), '-V, --version')
    .addOption(new Option('--sandbox <which>', 'where steps run').choices(['auto', 'real', 'embedded']).default('auto'))
    .addOption(new Option('--lang <language>', 'language of the course').choices(['en', 'zh']))
    .option('--plain', 'plain text, for screen readers and pipes')
    .option('--json', 'data as JSON')
    .option('--course <dir>', 'a course folder of your own')
    .option('--mirror <host:port>', 'a registry in the room that has the lesson images')
    .option(
      '--context <name>',
      'a cluster of yours, by its kubectl context: the course works in a namespace of its own',
    )
    .option('--yes', 'agree to what would be asked')
    .option('--fast', 'embedded sandbox: simulated downloads take no time')
    .showHelpAfterError('k8s-learn --help lists the commands.')
    .exitOverride();
  const bind = (command: Command, row: Row): void => {
    for (const [flags, about] of row.options ?? []) command.option(flags, about);
    command.exitOverride().action(async (...given: unknown[]) => {
      const options = command.opts();
      const args = given
        .slice(0, -2)
        .flat()
        .filter((arg) => typeof arg === 'string');
      await perform(row, args, options, globalOptions(program.opts(), env));
    });
  };
  bind(program.argument('[place]', tutorial.about), tutorial);
  for (const row of rows) bind(program.command(row.usage).description(row.about), row);
  return program;
}

function globalOptions(given: Readonly<Record<string, unknown>>, env: NodeJS.ProcessEnv): GlobalOptions {
  const {sandbox, lang, course, mirror, context} = given;
  return {
    sandbox: sandbox === 'real' || sandbox === 'embedded' ? sandbox : 'auto',
    lang: lang === 'en' || lang === 'zh' ? lang : systemLanguage(env),
    langGiven: lang !== undefined,
    plain: given['plain'] === true,
    json: given['json'] === true,
    course: typeof course === 'string' ? resolve(course) : join(packageFolder, 'lessons'),
    mirror: typeof mirror === 'string' ? mirror : '',
    context: typeof context === 'string' ? context : '',
    yes: given['yes'] === true,
    fast: given['fast'] === true,
  };
}

function report(error: unknown, interrupted: boolean): number {
  // Commander has printed its own sentence already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (interrupted) return 130;
  const fix = error instanceof LearnError && error.fix !== undefined ? `\n${error.fix}` : '';
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}${fix}\n`);
  return error instanceof LearnError ? error.exitCode : 3;
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function version(): string {
  const found: unknown = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : '0';
}

/**
 * Changes with every build, so that a host of an older one is told apart. This file names the others by their
 * content; its date would say nothing, for npm gives every packed file the same.
 */
function buildId(): string {
  const content = readFileSync(fileURLToPath(import.meta.url));
  return `${version()}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
}
