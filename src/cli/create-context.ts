import {realClock} from '../clock.ts';
import {LearnError, systemCode} from '../errors.ts';
import type {Course} from '../lessons/lesson.ts';
import {messages} from '../messages/index.ts';
import {findPaths} from '../paths.ts';
import {ensurePrivateFolder} from '../private-folder.ts';
import type {Progress} from '../progress.ts';
import {mergeProgress, noProgress, readProgress, writeProgress} from '../progress.ts';
import type {Context, GlobalOptions} from './context.ts';
import {sandboxNoticeText} from './notice-text.ts';
import {outsideEnvironment} from './outside-environment.ts';
import {parsedCourse} from './parsed-course.ts';

/** The one context of a run. Course, progress and sandbox are opened when first asked for. */
export function createContext(options: {
  readonly globals: GlobalOptions;
  readonly env: NodeJS.ProcessEnv;
  readonly packageFolder: string;
  readonly script: string;
  readonly build: string;
  readonly interrupted: AbortSignal;
}): Context {
  const {build, interrupted} = options;
  const paths = findPaths(options.env);
  const env = outsideEnvironment(options.env, paths);
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  let progress: Progress | undefined;
  /** What was last written from here; what could not be is written with the next. */
  let saved: Progress | undefined;
  const readOnce = (): Progress => {
    if (progress) return progress;
    const read = readProgress(paths.progress, realClock.now());
    progress = read.progress;
    saved = read.progress;
    if (read.setAside !== undefined) note(messages[options.globals.lang].progressSetAside(read.setAside));
    return progress;
  };
  const lang = options.globals.langGiven ? options.globals.lang : (readOnce().language ?? options.globals.lang);
  const globals = {...options.globals, lang};
  let course: Promise<Course> | undefined;
  const openCourse = (): Promise<Course> => {
    course ??= openCourseOf(globals.course, options.packageFolder);
    return course;
  };
  return {
    options: globals,
    paths,
    env,
    clock: realClock,
    words: messages[lang],
    build,
    interrupted,
    out: (text) => void process.stdout.write(`${text}\n`),
    note,
    course: openCourse,
    progress: readOnce,
    save(changed) {
      const base = saved ?? noProgress;
      progress = changed;
      try {
        ensurePrivateFolder(paths.home);
        // Another terminal may have saved since: only what was changed here is written over it.
        const {progress: other} = readProgress(paths.progress, realClock.now());
        writeProgress(paths.progress, other === noProgress ? changed : mergeProgress({base, changed, other}));
        saved = changed;
      } catch (error) {
        note(messages[lang].progressNotSaved(error instanceof LearnError ? error.code : systemCode(error)));
      }
    },
    async sandbox(use) {
      const {openSandbox} = await import('./open-sandbox.ts');
      const {images, clusterImages} = await openCourse();
      const sandbox = await openSandbox({
        global: globals,
        paths,
        env,
        build,
        images: {course: images, cluster: clusterImages},
        script: options.script,
        attend: use === 'attend',
      });
      // Whoever attends hears by its drive; see `noticeText`.
      if (use === 'plain')
        for (const notice of await sandbox.notices()) note(sandboxNoticeText(notice, messages[lang]));
      return sandbox;
    },
  };
}

/** The package's own course comes parsed in the bundle; any other, or one edited since, is read from its files. */
async function openCourseOf(folder: string, packageFolder: string): Promise<Course> {
  return parsedCourse(folder, packageFolder) ?? loadValidCourse(folder);
}

/** Reads a course, or rejects with every error in it. */
export async function loadValidCourse(folder: string): Promise<Course> {
  const [{loadCourse}, {formatProblem, isError}] = await Promise.all([
    import('../lessons/load.ts'),
    import('../lessons/problem.ts'),
  ]);
  const {course, problems} = await loadCourse(folder);
  const errors = problems.filter(isError);
  if (errors.length === 0 && course) return course;
  throw new LearnError({
    code: 'INVALID_COURSE',
    message: errors.map(formatProblem).join('\n'),
    fix: `k8s-learn lint ${folder} says everything that is not in order.`,
    exitCode: 2,
  });
}
