import {spawn} from 'node:child_process';
import {appendFile, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import type {Call} from '../../../src/observation.ts';
import {openCallLog} from '../../../src/sandbox/guard/call-log.ts';
import {describeWithDocker} from '../../support/real-docker.ts';
import {until} from '../../support/until.ts';
import {openRig, type Rig} from './rig.ts';

describeWithDocker(
  'the call log',
  ({host}) => {
    let rig: Rig;

    /** The calls that one command became; inspects are written when the CLI has hung up. */
    async function callsOf(...args: readonly string[]): Promise<readonly Call[]> {
      const before = rig.guard.calls(0).length;
      await rig.docker(args);
      return until(
        () => rig.guard.calls(0).slice(before),
        (calls) => calls.length > 0,
        {timeoutMs: 2000},
      );
    }

    beforeAll(async () => {
      rig = await openRig({host});
      await rig.docker(['pull', '-q', 'busybox:1.36']);
      await rig.docker(['run', '-d', '--name', 'ga-l', 'busybox:1.36', 'sleep', '1000']);
    });

    afterAll(() => rig?.close());

    it('knows a list by its options', async () => {
      expect(await callsOf('ps')).toMatchObject([
        {verb: 'container ls', target: '', status: 200, detail: {all: false}},
      ]);
      expect(await callsOf('ps', '-a')).toMatchObject([{verb: 'container ls', detail: {all: true}}]);
      expect(await callsOf('images')).toMatchObject([{verb: 'image ls'}]);
    });

    it('writes docker run as one call with what was asked', async () => {
      const [call, ...more] = await callsOf(
        'run',
        '--name',
        'ga-run',
        '-e',
        'A=1',
        '-m',
        '64m',
        '-p',
        '18103:80',
        'busybox:1.36',
        'sh',
        '-c',
        'exit 3',
      );
      expect(more).toEqual([]);
      expect(call).toMatchObject({
        verb: 'container run',
        target: 'ga-run',
        error: '',
        detail: {
          image: 'busybox:1.36',
          name: 'ga-run',
          command: ['sh', '-c', 'exit 3'],
          ports: ['18103:80'],
          env: ['A=1'],
          memoryBytes: 64 * 1024 ** 2,
        },
      });
      expect(await callsOf('rm', 'ga-run')).toMatchObject([{verb: 'container rm', target: 'ga-run', status: 204}]);
    });

    it('tells create and start from run', async () => {
      expect(await callsOf('create', '--name', 'ga-cs', 'busybox:1.36', 'true')).toMatchObject([
        {verb: 'container create', target: 'ga-cs'},
      ]);
      expect(await callsOf('start', 'ga-cs')).toMatchObject([{verb: 'container start', target: 'ga-cs', status: 204}]);
      await rig.docker(['rm', '-f', 'ga-cs']);
    });

    it("writes a run that cannot start with the daemon's sentence", async () => {
      const [call] = await callsOf('run', '-d', '--name', 'ga-bad', 'busybox:1.36', 'no-such-program');
      expect(call).toMatchObject({verb: 'container run', target: 'ga-bad', status: 400});
      expect(call?.error).toMatch(/no-such-program.*not found/);
      await rig.docker(['rm', 'ga-bad']);
    });

    it('writes an exec once, completed by its exit code, and not the inspect before it', async () => {
      const heard: Call[] = [];
      const stop = rig.guard.onCall((call) => heard.push(call));
      const calls = await callsOf('exec', 'ga-l', 'sh', '-c', 'exit 5');
      stop();
      expect(calls).toMatchObject([
        {verb: 'container exec', target: 'ga-l', detail: {command: ['sh', '-c', 'exit 5'], tty: false, exitCode: 5}},
      ]);
      expect(heard.map(({verb, detail}) => [verb, detail['exitCode']])).toEqual([
        ['container exec', undefined],
        ['container exec', 5],
      ]);
    });

    it("names the object by the learner's name, however it was asked for", async () => {
      const id = rig.ledger.find('container', 'ga-l')?.id ?? '';
      expect(await callsOf('top', id.slice(0, 12))).toMatchObject([{verb: 'container top', target: 'ga-l'}]);
      expect(await callsOf('inspect', id)).toMatchObject([{verb: 'container inspect', target: 'ga-l'}]);
      expect(await callsOf('port', 'ga-l')).toMatchObject([{verb: 'container inspect', target: 'ga-l'}]);
    });

    it('writes followed logs while they are followed', async () => {
      const before = rig.guard.calls(0).length;
      const following = spawn('docker', ['logs', '-f', '--tail', '5', '-t', 'ga-l'], {env: rig.env});
      const calls = await until(
        () => rig.guard.calls(0).slice(before),
        (seen) => seen.length > 0,
      );
      expect(calls).toMatchObject([
        {verb: 'container logs', target: 'ga-l', detail: {follow: true, tail: '5', timestamps: true}},
      ]);
      following.kill();
      await new Promise((resolve) => following.once('close', resolve));
    });

    it('knows copies, pulls, builds, tags and networks', async () => {
      await writeFile(join(rig.work, 'Dockerfile'), 'FROM busybox:1.36\nRUN true\n');
      expect(await callsOf('cp', 'Dockerfile', 'ga-l:/tmp')).toMatchObject([
        {verb: 'container cp', target: 'ga-l', detail: {path: '/tmp', direction: 'in'}},
      ]);
      expect(await callsOf('pull', 'busybox:1.36')).toMatchObject([
        {verb: 'image pull', target: 'busybox:1.36', status: 200, detail: {reference: 'busybox:1.36'}},
      ]);
      expect(await callsOf('build', '-t', 'ga-calls:1', '.')).toMatchObject([
        {verb: 'image build', target: 'ga-calls:1', status: 200, detail: {tags: ['ga-calls:1'], cachedSteps: 0}},
      ]);
      expect((await callsOf('build', '-t', 'ga-calls:1', '.'))[0]?.detail['cachedSteps']).toBeGreaterThan(0);
      expect(await callsOf('tag', 'ga-calls:1', 'ga-calls:2')).toMatchObject([
        {verb: 'image tag', target: 'ga-calls:2', detail: {source: 'ga-calls:1'}},
      ]);
      expect(await callsOf('history', 'ga-calls:1')).toMatchObject([{verb: 'image history', target: 'ga-calls:1'}]);
      expect(await callsOf('rmi', 'ga-calls:1', 'ga-calls:2')).toMatchObject([
        {verb: 'image rm', target: 'ga-calls:1'},
        {verb: 'image rm', target: 'ga-calls:2'},
      ]);
      expect(await callsOf('network', 'create', 'ga-ln')).toMatchObject([
        {verb: 'network create', target: 'ga-ln', status: 201},
      ]);
      expect(await callsOf('network', 'rm', 'ga-ln')).toMatchObject([{verb: 'network rm', target: 'ga-ln'}]);
      expect(await callsOf('info')).toMatchObject([{verb: 'system info'}]);
      expect(await callsOf('version')).toMatchObject([{verb: 'version'}]);
    });

    it('counts an error inside a 200 stream as 500', async () => {
      await writeFile(join(rig.work, 'Dockerfile'), 'FROM busybox:1.36\nRUN exit 7\n');
      const [call] = await callsOf('build', '-t', 'ga-calls:3', '.');
      expect(call).toMatchObject({verb: 'image build', status: 500});
      expect(call?.error).toMatch(/returned a non-zero code: 7/);
    });

    it("writes what was refused, with the guard's sentence", async () => {
      const [call] = await callsOf('run', '--privileged', 'busybox:1.36');
      expect(call).toMatchObject({verb: 'container create', status: 403});
      expect(call?.error).toMatch(/^k8s-learn: --privileged/);
    });

    it('is read back by the next process, without a line that a crash tore', async () => {
      await appendFile(rig.callLogFile, '{"number":9999,"at":1,"verb":"torn');
      const again = openCallLog(rig.callLogFile);
      expect(again.calls(0)).toEqual(rig.guard.calls(0));
      expect(again.calls(Date.now() + 1000)).toEqual([]);
      expect((await readFile(rig.callLogFile, 'utf8')).split('\n').length).toBeGreaterThan(20);
    });
  },
  {images: ['busybox:1.36']},
);
