import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {type Harness, start} from '../../../e2e/harness.ts';
import {describeWithDocker} from '../../../support/real-docker.ts';
import {type TemporaryFolder, temporaryFolder} from '../../../support/temporary-folder.ts';

const image = 'busybox:1.36';
const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Our docker as a program of its own. */
async function bundleDocker(folder: string): Promise<string> {
  const contents = `
    import {runDocker} from './src/sandbox/cli/docker/main.ts';
    import {runOnNode} from './src/sandbox/cli/node.ts';
    process.exit(await runOnNode(runDocker, process.argv.slice(2)));`;
  await build({
    stdin: {contents, resolveDir: root, loader: 'ts'},
    bundle: true,
    platform: 'node',
    format: 'esm',
    splitting: true,
    outdir: folder,
    entryNames: 'docker',
    outExtension: {'.js': '.mjs'},
    logLevel: 'error',
  });
  return join(folder, 'docker.mjs');
}

describeWithDocker(
  'our docker in a terminal',
  ({host}) => {
    let folder: TemporaryFolder;
    let program: string;
    const env = () => ({DOCKER_HOST: host, DOCKER_CONFIG: join(folder.path, 'config')});
    const real = (...args: readonly string[]) => spawnSync('docker', args, {env: {...process.env, ...env()}});

    beforeAll(async () => {
      folder = await temporaryFolder();
      program = await bundleDocker(folder.path);
    });

    afterAll(async () => {
      real('rm', '-f', 'klt-a', 'klt-b');
      await folder.remove();
    });

    type Keys = (harness: Harness) => Promise<void>;

    async function play(command: 'real' | 'ours', args: readonly string[], keys: Keys) {
      const called =
        command === 'real' ? {command: 'docker', args} : {command: process.execPath, args: [program, ...args]};
      const harness = start({...called, columns: 100, rows: 30, env: env(), folder: folder.path});
      try {
        await keys(harness);
        const code = await harness.ended;
        // The emulator reads in turns of its own: what it has been given is on the screen once this is.
        await new Promise<void>((resolve) => harness.terminal.write('', resolve));
        return {screen: harness.screen(), code};
      } finally {
        await harness.close();
      }
    }

    async function sameAsReal(
      args: readonly string[],
      keys: Keys,
      prepare: () => void = () => undefined,
    ): Promise<{screen: string; code: number}> {
      prepare();
      const expected = await play('real', args, keys);
      prepare();
      const seen = await play('ours', args, keys);
      expect(seen).toEqual(expected);
      return seen;
    }

    /** A shell that says what happens to it, in lines that come in one order. */
    const shell =
      'sleep 0.5; stty size; echo ready; while read line; do echo "<$line>"; [ "$line" = end ] && exit 7; done';
    const keptShell = () => {
      real('rm', '-f', 'klt-a');
      real('run', '-dit', '--name', 'klt-a', image, 'sh', '-c', shell);
    };

    it('gives a container the size of the terminal, keys as they are typed, and its exit code', async () => {
      const {code, screen} = await sameAsReal(['run', '--rm', '-it', image, 'sh', '-c', shell], async (harness) => {
        await harness.waitFor('ready');
        harness.keys('one\r');
        await harness.waitFor('<one>');
        harness.keys('end\r');
      });
      expect(screen).toContain('30 100');
      expect(code).toBe(7);
    });

    it('tells a container that the terminal has another size', async () => {
      const watching =
        'trap exit INT; while :; do now=$(stty size); [ "$now" = "$was" ] || echo "$now"; was=$now; sleep 0.1; done';
      for (const command of ['real', 'ours'] as const) {
        const {screen} = await play(command, ['run', '--rm', '-it', image, 'sh', '-c', watching], async (harness) => {
          await harness.waitFor('30 100');
          harness.resize(70, 20);
          await harness.waitFor('20 70');
          harness.keys('\u0003');
        });
        expect(screen).toContain('20 70');
      }
    });

    it('sends ^C to the program in the container', async () => {
      const trapping = 'trap "echo caught; exit 9" INT; echo ready; while :; do sleep 0.1; done';
      const {code} = await sameAsReal(['run', '--rm', '-it', image, 'sh', '-c', trapping], async (harness) => {
        await harness.waitFor('ready');
        harness.keys('\u0003');
      });
      expect(code).toBe(9);
    });

    it('hands SIGINT on where the container has no terminal', async () => {
      const trapping = 'trap "echo caught; exit 9" INT; echo ready; while :; do sleep 0.1; done';
      const {code} = await sameAsReal(['run', '--rm', image, 'sh', '-c', trapping], async (harness) => {
        await harness.waitFor('ready');
        harness.keys('\u0003');
      });
      expect(code).toBe(9);
    });

    it('leaves a container running on ^P^Q, and comes back to it', async () => {
      const run = ['run', '--name', 'klt-b', '-it', image, 'sh', '-c', shell];
      const left = await sameAsReal(
        run,
        async (harness) => {
          await harness.waitFor('ready');
          harness.keys('a\u0010b\r');
          await harness.waitFor('b>');
          harness.keys('\u0010\u0011');
        },
        () => real('rm', '-f', 'klt-b'),
      );
      expect(left.code).toBe(0);
      expect(real('inspect', '-f', '{{.State.Running}}', 'klt-b').stdout.toString()).toBe('true\n');
      const back = await play('ours', ['attach', 'klt-b'], async (harness) => {
        harness.keys('end\r');
      });
      expect(back.code).toBe(7);
    });

    it('detaches on other keys when told to', async () => {
      const {code, screen} = await sameAsReal(
        ['attach', '--detach-keys', 'ctrl-a,d', 'klt-a'],
        async (harness) => {
          harness.keys('x\r');
          await harness.waitFor('<x>');
          harness.keys('\u0001d');
        },
        keptShell,
      );
      expect(screen).toContain('read escape sequence');
      expect(code).toBe(1);
    });

    it('runs a second program in a container with a terminal of its own', async () => {
      const {code} = await sameAsReal(
        ['exec', '-it', 'klt-a', 'sh', '-c', 'sleep 0.3; stty size; read x; echo "got $x"; exit 4'],
        async (harness) => {
          await harness.waitFor('30 100');
          harness.keys('word\r');
        },
        keptShell,
      );
      expect(code).toBe(4);
    });

    it('starts a container again and attaches to it', async () => {
      const {code} = await sameAsReal(
        ['start', '-ai', 'klt-a'],
        async (harness) => {
          await harness.waitFor('ready');
          harness.keys('end\r');
        },
        () => {
          real('rm', '-f', 'klt-a');
          real('create', '-it', '--name', 'klt-a', image, 'sh', '-c', shell);
        },
      );
      expect(code).toBe(7);
    });

    it('writes line ends as the container does, so that programs can draw', async () => {
      const drawing = 'stty raw; printf "ab\\ncd"; stty cooked';
      const {screen} = await sameAsReal(['run', '--rm', '-it', image, 'sh', '-c', drawing], async () => undefined);
      expect(screen).toBe('ab\n  cd');
    });

    it('ends with 130 on ^C where it only listens, and says nothing', async () => {
      const {code} = await sameAsReal(
        ['logs', '-f', 'klt-a'],
        async (harness) => {
          await harness.waitFor('ready');
          harness.keys('\u0003');
        },
        keptShell,
      );
      expect(code).toBe(130);
    });

    it('tells what is wrong with a program that is not there, and gives the terminal back', async () => {
      const {code} = await sameAsReal(['run', '--rm', '-it', image, 'nosuch'], async () => undefined);
      expect(code).toBe(127);
    });

    it('wraps help to the width of the terminal', async () => {
      await sameAsReal(['run', '--help'], async () => undefined);
    });
  },
  {images: [image]},
);
