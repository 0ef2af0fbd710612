import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {realClock} from '../src/clock.ts';
import type {Drive, DriveOptions, Notice} from '../src/drive.ts';
import {drive} from '../src/drive.ts';
import {LearnError} from '../src/errors.ts';
import type {Change, Observation} from '../src/observation.ts';
import type {Progress} from '../src/progress.ts';
import {noProgress} from '../src/progress.ts';
import type {Sandbox} from '../src/sandbox/sandbox.ts';
import type {Session} from '../src/session.ts';
import {openSession} from '../src/session.ts';
import {workFolder} from '../src/work-folder.ts';
import {containerView} from './lessons/checks/tables/table.ts';
import {courseOf, scriptOf, stepOf} from './support/course.ts';
import {emptyFolder} from './support/empty-folder.ts';
import {until as waitFor} from './support/until.ts';

/** A sandbox whose containers are names in a set: state changes by commands `make NAME` and `remove NAME`. */
function worldOf(): {
  sandbox: Sandbox;
  make(name: string): void;
  break(reason: boolean): void;
  /** The sandbox began anew: nothing of before is there. */
  loseAll(): void;
  ran: string[];
  looks: () => number;
} {
  const containers = new Set<string>();
  const listeners = new Set<(change: Change) => void>();
  const ran: string[] = [];
  let unreachable = false;
  let looks = 0;
  let seq = 0;
  let stateSince = 0;
  const tell = (what: string): void => {
    for (const listener of listeners) listener({at: 0, what});
  };
  const sandbox: Sandbox = {
    get about() {
      return {
        docker: 'embedded',
        kubernetes: 'kind',
        context: '',
        endpoint: 'test',
        version: '0',
        stateSince,
        refusals: [],
      } as const;
    },
    shell: {dockerSocket: '', dockerConfigFolder: '', kubeconfig: '', folder: emptyFolder(), commandsFile: ''},
    async observe(subject): Promise<Observation> {
      looks += 1;
      if (unreachable)
        return {
          state: 'unreachable',
          reason: {cause: 'docker-not-running', params: {endpoint: 'unix:///x', reason: 'ENOENT'}},
        };
      const name = subject.api === 'docker' && subject.resource === 'container' ? subject.name : '';
      return containers.has(name) ? {state: 'present', object: containerView({name})} : {state: 'absent', similar: []};
    },
    survey: async () => ({containers: [], images: [], volumes: [], networks: [], calls: [], commands: []}),
    changes(onChange, signal) {
      listeners.add(onChange);
      signal.addEventListener('abort', () => listeners.delete(onChange));
    },
    ensureCluster: async () => {},
    checkpoint: async () => ++seq,
    async reset(to) {
      ran.push(to === undefined ? 'reset all' : 'reset step');
      containers.clear();
      return {removed: {containers: [], networks: [], volumes: [], images: [], objects: []}, exact: true};
    },
    inventory: async (to) => ({
      containers: [...containers],
      networks: [],
      volumes: [],
      images: [`after ${to ?? 0}`],
      objects: [],
    }),
    clean: async () => ({containers: [], networks: [], volumes: [], images: [], objects: []}),
    notices: async () => [],
    stop: async () => {},
  };
  return {
    sandbox,
    ran,
    looks: () => looks,
    make(name) {
      containers.add(name);
      tell(`container start ${name}`);
    },
    break(now) {
      unreachable = now;
      tell('connection');
    },
    loseAll() {
      stateSince += 1;
      containers.clear();
      tell('connection');
    },
  };
}

const course = courseOf([
  {
    id: 'one',
    steps: [stepOf('first', {setup: [scriptOf('setup first')], solution: [scriptOf('solve first')]}), stepOf('second')],
  },
]);

/** A driven session; `until` resolves with the first session that is as wanted. */
function start(
  world: ReturnType<typeof worldOf>,
  options: Partial<DriveOptions> & {readonly at?: string} = {},
): {
  driven: Drive;
  until(wanted: (session: Session) => boolean): Promise<Session>;
  saved: Progress[];
  notices: Notice[];
} {
  const saved: Progress[] = [];
  const notices: Notice[] = [];
  const waiting = new Set<(session: Session) => void>();
  const at = options.at === undefined ? undefined : {lesson: 'one', step: options.at};
  const driven = drive({
    session: openSession({course, language: 'en', progress: noProgress, at}),
    sandbox: world.sandbox,
    clock: realClock,
    workplace: (lesson) => ({
      folder: workFolder(world.sandbox.shell.folder, lesson),
      run: async (script) => {
        world.ran.push(script.text);
        return {exitCode: script.text === 'bad setup' ? 7 : 0, ended: 'exited', output: 'no such thing\n'};
      },
    }),
    save: (progress) => saved.push(progress),
    onSession: (session) => {
      for (const listener of [...waiting]) listener(session);
    },
    onNotice: (notice) => notices.push(notice),
    ...options,
  });
  onTestFinished(() => driven.close());
  return {
    driven,
    saved,
    notices,
    until: (wanted) =>
      new Promise((resolve) => {
        const listener = (session: Session): void => {
          if (!wanted(session)) return;
          waiting.delete(listener);
          resolve(session);
        };
        waiting.add(listener);
        listener(driven.session());
      }),
  };
}

describe('a driven session', () => {
  it('builds the start state, then says what is not yet there', async () => {
    const world = worldOf();
    const {driven, until} = start(world);
    driven.dispatch({type: 'opened', at: 1, rebuild: true});
    const session = await until(({verdicts}) => verdicts.length > 0);
    expect(session.verdicts[0]).toMatchObject({verdict: 'unmet'});
    expect(world.ran).toEqual(['reset all', 'setup first']);
  });

  it('passes the step by itself when a change brings the state about', async () => {
    const world = worldOf();
    const {driven, until, saved} = start(world);
    driven.dispatch({type: 'opened', at: 1, rebuild: true});
    await until(({verdicts}) => verdicts.length > 0);
    world.make('first');
    await until(({phase}) => phase === 'passed');
    expect(saved.at(-1)?.courses[course.id]?.lessons['one']?.steps['first']?.passedAt).toBeTypeOf('number');
  });

  it('replays what comes before when a step in the middle is entered directly', async () => {
    const world = worldOf();
    const {driven, until, notices} = start(world, {at: 'second'});
    driven.dispatch({type: 'opened', at: 1, rebuild: true});
    await until(({phase}) => phase === 'working');
    expect(world.ran).toEqual(['reset all', 'setup first', 'solve first']);
    expect(notices).toMatchObject([{notice: 'replaying', index: 0, count: 1}]);
  });

  it('says what going back would remove: for a step what came after its start, for a lesson everything', async () => {
    const world = worldOf();
    const {driven, until} = start(world);
    driven.dispatch({type: 'opened', at: 1, rebuild: true});
    await until(({phase}) => phase === 'working');
    world.make('first');
    expect(await driven.wouldRemove('step')).toMatchObject({containers: ['first'], images: ['after 2'], objects: []});
    expect(await driven.wouldRemove('lesson')).toMatchObject({images: ['after 0'], objects: []});
  });

  it('draws nothing anew when a look finds nothing new', async () => {
    const world = worldOf();
    const {driven, until} = start(world);
    driven.dispatch({type: 'opened', at: 1, rebuild: true});
    const seen = await until(({verdicts}) => verdicts.length > 0);
    const looks = world.looks();
    world.make('another');
    expect(await waitFor(world.looks, (count) => count > looks + 1)).toBeGreaterThan(looks + 1);
    expect(driven.session()).toBe(seen);
  });

  it('builds its step again in a sandbox that began anew, and says so', async () => {
    const world = worldOf();
    const {driven, until, notices} = start(world);
    driven.dispatch({type: 'opened', at: 1, rebuild: true});
    await until(({verdicts}) => verdicts.length > 0);
    world.ran.length = 0;
    world.loseAll();
    await until(({phase}) => phase === 'entering');
    await until(({phase}) => phase === 'working');
    expect(world.ran).toEqual(['reset all', 'setup first']);
    expect(notices).toEqual([{notice: 'rebuilding'}]);
  });

  it('builds what the next step starts from when that was lost after this one passed', async () => {
    const world = worldOf();
    const {driven, until} = start(world);
    driven.dispatch({type: 'opened', at: 1, rebuild: true});
    await until(({verdicts}) => verdicts.length > 0);
    world.make('first');
    await until(({phase}) => phase === 'passed');
    world.ran.length = 0;
    world.loseAll();
    driven.dispatch({type: 'next', at: 2});
    await until(({phase, step}) => phase === 'working' && step.id === 'second');
    expect(world.ran).toEqual(['reset all', 'setup first', 'solve first']);
  });

  it('is blocked while Docker is away and recovers by itself', async () => {
    const world = worldOf();
    const {driven, until} = start(world);
    driven.dispatch({type: 'opened', at: 1, rebuild: true});
    await until(({verdicts}) => verdicts.length > 0);
    world.break(true);
    await until(({verdicts}) => verdicts[0]?.verdict === 'blocked');
    world.break(false);
    await until(({verdicts}) => verdicts[0]?.verdict === 'unmet');
  });

  it('says which line of the lesson failed when the start state cannot be built', async () => {
    const world = worldOf();
    const broken = courseOf([{id: 'one', steps: [stepOf('first', {setup: [scriptOf('bad setup')]})]}]);
    const {driven, until} = start(world, {
      session: openSession({course: broken, language: 'en', progress: noProgress}),
    });
    driven.dispatch({type: 'opened', at: 1, rebuild: true});
    const {trouble} = await until(({phase}) => phase === 'stuck');
    expect(trouble).toMatchObject({code: 'START_STATE_FAILED'});
    expect(trouble?.message).toContain('lesson.md:1 ended with exit code 7. no such thing');
  });

  it('goes on when progress cannot be saved, and says so', async () => {
    const world = worldOf();
    const full = Object.assign(new Error('no space left'), {code: 'ENOSPC'});
    const {driven, until, notices} = start(world, {
      save: () => {
        throw full;
      },
    });
    driven.dispatch({type: 'opened', at: 1, rebuild: true});
    await until(({phase}) => phase === 'working');
    expect(notices).toContainEqual({notice: 'save-failed', error: full});
  });

  it('takes a step back to its own start without replaying the lesson', async () => {
    const world = worldOf();
    const {driven, until} = start(world);
    driven.dispatch({type: 'opened', at: 1, rebuild: true});
    await until(({phase}) => phase === 'working');
    const folder = join(world.sandbox.shell.folder, 'one');
    writeFileSync(join(folder, 'note'), 'mine');
    driven.dispatch({type: 'reset', scope: 'step', at: 2});
    await until(({phase}) => phase === 'working');
    expect(world.ran).toEqual(['reset all', 'setup first', 'reset step']);
    expect(() => readFileSync(join(folder, 'note'))).toThrow();
  });

  it('stops looking once it is closed', async () => {
    const world = worldOf();
    const {driven, until} = start(world);
    driven.dispatch({type: 'opened', at: 1, rebuild: true});
    await until(({verdicts}) => verdicts.length > 0);
    await driven.close();
    const before = world.looks();
    world.make('first');
    expect(world.looks()).toBe(before);
  });
});

describe('a working folder', () => {
  it("lays the lesson's files out, keeps what was there beside, and comes back to a mark", () => {
    const work = emptyFolder();
    const files = emptyFolder();
    writeFileSync(join(files, 'Dockerfile'), 'FROM busybox:1.36\n');
    const folder = workFolder(work, {id: 'one', files});
    mkdirSync(join(folder.path, 'old'));
    folder.lay();
    expect(readFileSync(join(folder.path, 'Dockerfile'), 'utf8')).toBe('FROM busybox:1.36\n');
    expect(() => readFileSync(join(work, '.set-aside', 'one', 'old'))).toThrow('EISDIR');
    folder.mark();
    writeFileSync(join(folder.path, 'Dockerfile'), 'changed');
    expect(folder.restore()).toBe(true);
    expect(readFileSync(join(folder.path, 'Dockerfile'), 'utf8')).toBe('FROM busybox:1.36\n');
  });

  it('has nothing to come back to before the first mark', () => {
    expect(workFolder(emptyFolder(), {id: 'one', files: ''}).restore()).toBe(false);
  });
});

it('an unexpected error while entering is told without a stack trace', async () => {
  const world = worldOf();
  const {driven, until} = start(world, {
    workplace: (lesson) => ({
      folder: workFolder(world.sandbox.shell.folder, lesson),
      run: async () => {
        throw new LearnError({code: 'SCRIPT_NOT_STARTED', message: 'no /bin/sh', fix: 'install one'});
      },
    }),
  });
  driven.dispatch({type: 'opened', at: 1, rebuild: true});
  const {trouble} = await until(({phase}) => phase === 'stuck');
  expect(trouble).toEqual({code: 'SCRIPT_NOT_STARTED', message: 'no /bin/sh', fix: 'install one'});
});
