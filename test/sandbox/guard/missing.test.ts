import {afterAll, beforeAll, expect, it} from 'vitest';
import type {Call} from '../../../src/observation.ts';
import {describeWithDocker} from '../../support/real-docker.ts';
import {until} from '../../support/until.ts';
import {askSocket, openRig, type Ran, type Rig, run} from './rig.ts';

const image = 'localhost:18270/gm-x:1';

describeWithDocker(
  'what is not there',
  ({host}) => {
    let rig: Rig;

    beforeAll(async () => {
      rig = await openRig({host});
      await rig.docker(['pull', '-q', 'busybox:1.36']);
      await rig.docker(['create', '--name', 'gm-stopped', 'busybox:1.36', 'true']);
    });

    afterAll(() => rig?.close());

    /** The same command past the guard. */
    const bare = (args: readonly string[]): Promise<Ran> =>
      run(['docker', ...args], {env: {...rig.env, DOCKER_HOST: host}, cwd: rig.work});

    /** Every call of a command, up to that of another one: inspects are written when the CLI has hung up. */
    async function callsOf(...args: readonly string[]): Promise<readonly Call[]> {
      const before = rig.guard.calls(0).length;
      await rig.docker(args);
      const calls = await until(
        () => rig.guard.calls(0).slice(before),
        (seen) => seen.length > 0,
        {timeoutMs: 2000},
      );
      await rig.docker(['version']);
      expect(rig.guard.calls(0).at(-1)?.verb).toBe('version');
      return [...calls, ...rig.guard.calls(0).slice(before + calls.length, -1)];
    }

    it("is no container, network, volume or plugin when it has an image's name, in the daemon's words", async () => {
      for (const name of [image, image.replaceAll('/', '%2F'), 'a:b']) {
        for (const path of [`/containers/${name}/json`, `/networks/${name}`, `/volumes/${name}`]) {
          const guarded = await rig.ask('GET', `/v1.41${path}`);
          expect(guarded, path).toMatchObject({status: 404});
          const real = await askSocket(new URL(host).pathname, {method: 'GET', path: `/v1.41${path}`});
          expect(guarded.message).toBe(real.message);
        }
        expect(await rig.ask('GET', `/v1.41/plugins/${name}/json`)).toMatchObject({status: 404});
      }
      expect(await rig.ask('DELETE', `/containers/${image}`)).toMatchObject({
        status: 404,
        message: `No such container: ${image}`,
      });
    });

    it('never lets a slash in a name lead anywhere else', async () => {
      for (const path of [
        '/networks/x%2f..%2f..%2finfo',
        '/containers/x%2fjson%3fall=1/json',
        '/volumes/x%2f..%2fgm-y',
      ]) {
        expect((await rig.ask('GET', path)).status, path).toBe(404);
      }
      for (const path of ['/containers/x%2fy/logs', '/images/x%2fy/json', '/networks/x%2f%2e%2e']) {
        expect((await rig.ask('GET', path)).status, path).toBe(403);
      }
      expect((await rig.ask('DELETE', '/volumes/x%2fy')).status).toBe(403);
    });

    it('lets docker inspect go on to the image', async () => {
      await rig.docker(['tag', 'busybox:1.36', image]);
      const seen = await rig.docker(['inspect', image, '--format', '{{json .RepoTags}}']);
      expect(seen).toMatchObject({code: 0, err: ''});
      expect(seen.out).toContain(image);
      expect(await callsOf('inspect', image)).toMatchObject([{verb: 'image inspect', target: image, status: 200}]);
      await rig.docker(['rmi', image]);
      for (const name of [image, 'gm-nope']) {
        const guarded = await rig.docker(['inspect', name]);
        expect(guarded).toEqual(await bare(['inspect', name]));
        expect(guarded.err).toBe(`Error: No such object: ${name}\n`);
      }
    });

    it('is written once for each kind that docker inspect tried, and nothing else is', async () => {
      expect(await callsOf('inspect', 'gm-nope')).toMatchObject([
        {verb: 'container inspect', target: 'gm-nope', status: 404, error: 'No such container: gm-nope'},
        {verb: 'image inspect', target: 'gm-nope', status: 404},
        {verb: 'network inspect', target: 'gm-nope', status: 404},
        {verb: 'volume inspect', target: 'gm-nope', status: 404},
      ]);
      expect(await callsOf('inspect', 'gm-nope', 'gm-stopped')).toMatchObject([
        ...Array.from({length: 4}, () => ({target: 'gm-nope', status: 404})),
        {verb: 'container inspect', target: 'gm-stopped', status: 200},
      ]);
      expect(await callsOf('info')).toMatchObject([{verb: 'system info'}]);
    });

    it('is written under the verb that was asked of it', async () => {
      for (const verb of ['stop', 'rm', 'start', 'kill', 'restart', 'pause', 'top', 'wait', 'export', 'diff']) {
        expect(await callsOf(verb, 'gm-nope'), verb).toMatchObject([
          {verb: `container ${verb}`, target: 'gm-nope', status: 404, error: 'No such container: gm-nope'},
        ]);
      }
      expect(await callsOf('history', 'gm-nope')).toMatchObject([
        {verb: 'image history', target: 'gm-nope', status: 404, error: 'No such image: gm-nope:latest'},
      ]);
      expect(await callsOf('network', 'rm', 'gm-nope')).toMatchObject([
        {verb: 'network rm', target: 'gm-nope', status: 404},
      ]);
      expect(await callsOf('volume', 'rm', 'gm-nope')).toMatchObject([
        {verb: 'volume rm', target: 'gm-nope', status: 404},
      ]);
    });

    it('is written as looked for where the CLI asks nothing more', async () => {
      for (const args of [
        ['logs', 'gm-nope'],
        ['exec', 'gm-nope', 'ls'],
        ['port', 'gm-nope'],
      ]) {
        expect(await callsOf(...args), args.join(' ')).toMatchObject([
          {verb: 'container inspect', target: 'gm-nope', status: 404, error: 'No such container: gm-nope'},
        ]);
      }
      // Attach waits for the exit at the same time, which Docker refuses too.
      expect(await callsOf('attach', 'gm-nope')).toContainEqual(
        expect.objectContaining({verb: 'container inspect', target: 'gm-nope', status: 404}),
      );
    });

    it('is a process in a stopped container, whose exec is written with its error', async () => {
      const {err} = await rig.docker(['exec', 'gm-stopped', 'ls']);
      const [call, ...more] = await callsOf('exec', '-d', 'gm-stopped', 'ls', '-l');
      expect(more).toEqual([]);
      expect(call).toMatchObject({
        verb: 'container exec',
        target: 'gm-stopped',
        status: 409,
        detail: {command: ['ls', '-l'], tty: false, interactive: false, detach: true},
      });
      expect(call?.error).toMatch(/is not running$/);
      expect(err).toContain(call?.error);
      await rig.ask('POST', '/containers/gm-nope/exec', {Cmd: ['ls']});
      expect(rig.guard.calls(0).at(-1)).toMatchObject({verb: 'container exec', target: 'gm-nope', status: 404});
    });
  },
  {images: ['busybox:1.36']},
);
