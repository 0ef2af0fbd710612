import {stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {engineJson} from '../../images/daemon.ts';
import {createForeign, type Foreign} from '../../support/foreign.ts';
import {describeWithDocker} from '../../support/real-docker.ts';
import {type Snapshot, snapshot} from '../../support/snapshot.ts';
import {until} from '../../support/until.ts';
import {openRig, type Rig} from './rig.ts';

const names = {container: 'ga-web', volume: 'ga-data', network: 'ga-net', image: 'ga-img:1'};

/** Runs the CLI and returns its output, which must be a success. */
async function ok(rig: Rig, ...args: readonly string[]): Promise<string> {
  const {code, out, err} = await rig.docker(args);
  expect(code, `docker ${args.join(' ')}: ${err}`).toBe(0);
  return out.trim();
}

describeWithDocker(
  'the learner beside foreign objects of the same names',
  ({host}) => {
    let rig: Rig;
    let foreign: Foreign;
    let before: Snapshot;
    const foreignOnly = (): Promise<Snapshot> => snapshot(host, (text) => text.includes('"foreign"'));

    beforeAll(async () => {
      foreign = await createForeign(host, names);
      before = await foreignOnly();
      rig = await openRig({host});
      await ok(rig, 'pull', '-q', 'busybox:1.36');
    });

    afterAll(async () => {
      await rig?.close();
      await foreign?.remove();
    });

    it('sees nothing foreign in lists, counters and df', async () => {
      expect(await ok(rig, 'ps', '-aq')).toBe('');
      expect(await ok(rig, 'volume', 'ls', '-q')).toBe('');
      expect(await ok(rig, 'network', 'ls', '--format', '{{.Name}}')).toBe('bridge\nhost\nnone');
      expect(await ok(rig, 'images', '--format', '{{.Repository}}:{{.Tag}}')).toBe('busybox:1.36');
      expect(await ok(rig, 'info', '--format', '{{.Containers}} {{.ContainersRunning}} {{.Images}}')).toBe('0 0 1');
      expect(await ok(rig, 'system', 'df', '--format', '{{.TotalCount}}')).toBe('1\n0\n0\n0');
    });

    it('gives a container its name although somebody has it, everywhere it is shown', async () => {
      await ok(rig, 'run', '-d', '--name', 'ga-web', 'busybox:1.36', 'sleep', '1000');
      expect(await ok(rig, 'ps', '--format', '{{.Names}}')).toBe('ga-web');
      expect(await ok(rig, 'inspect', 'ga-web', '--format', '{{.Name}}')).toBe('/ga-web');
      expect(await ok(rig, 'exec', 'ga-web', 'echo', 'in mine')).toBe('in mine');
      expect(await ok(rig, 'ps', '-q', '--filter', 'name=^ga-web$')).not.toBe('');
      expect(rig.ledger.find('container', 'ga-web')).toMatchObject({name: 'ga-web', realName: 'ga-web-k8s-learn'});
      const again = await rig.docker(['run', '--name', 'ga-web', 'busybox:1.36', 'true']);
      expect(again.err).toMatch(/The container name "\/ga-web" is already in use/);
      expect(again.err).not.toMatch(/k8s-learn/);
    });

    it('renames to a taken name and back', async () => {
      await ok(rig, 'create', '--name', 'ga-other', 'busybox:1.36', 'true');
      await ok(rig, 'rm', '-f', 'ga-web');
      await ok(rig, 'rename', 'ga-other', 'ga-web');
      expect(await ok(rig, 'ps', '-a', '--format', '{{.Names}}')).toBe('ga-web');
      await ok(rig, 'rename', 'ga-web', 'ga-free');
      expect(await ok(rig, 'ps', '-a', '--format', '{{.Names}}')).toBe('ga-free');
      expect(rig.ledger.find('container', 'ga-free')).toMatchObject({realName: 'ga-free'});
      await ok(rig, 'rm', 'ga-free');
      expect(rig.ledger.find('container', 'ga-free')).toBeUndefined();
    });

    it('gives a volume its name, by create and on the way, with its own content', async () => {
      expect(await ok(rig, 'volume', 'create', 'ga-data')).toBe('ga-data');
      await ok(rig, 'run', '--rm', '-v', 'ga-data:/d', 'busybox:1.36', 'sh', '-c', 'echo mine > /d/x');
      await ok(
        rig,
        'run',
        '-d',
        '--name',
        'ga-vol',
        '--mount',
        'source=ga-data,target=/d',
        'busybox:1.36',
        'sleep',
        '1000',
      );
      expect(await ok(rig, 'exec', 'ga-vol', 'cat', '/d/x')).toBe('mine');
      expect(await ok(rig, 'volume', 'ls', '--format', '{{.Name}}')).toBe('ga-data');
      expect(await ok(rig, 'volume', 'inspect', 'ga-data', '--format', '{{.Name}}')).toBe('ga-data');
      const seen = await ok(
        rig,
        'inspect',
        'ga-vol',
        '--format',
        '{{json .HostConfig.Mounts}} {{(index .Mounts 0).Name}}',
      );
      expect(seen).toMatch(/"Source":"ga-data"/);
      expect(seen).toMatch(/ ga-data$/);
      expect((await rig.docker(['volume', 'rm', 'ga-data'])).err).toMatch(/remove ga-data: volume is in use/);
      await ok(rig, 'rm', '-f', 'ga-vol');
      expect(await ok(rig, 'volume', 'rm', 'ga-data')).toBe('ga-data');
    });

    it("gives a network its name, and containers on it find each other by the learner's names", async () => {
      await ok(rig, 'network', 'create', 'ga-net');
      await ok(rig, 'run', '-d', '--name', 'ga-web', '--network', 'ga-net', 'busybox:1.36', 'sleep', '1000');
      expect(await ok(rig, 'network', 'ls', '--filter', 'name=ga-net', '--format', '{{.Name}}')).toBe('ga-net');
      expect(
        await ok(rig, 'network', 'inspect', 'ga-net', '--format', '{{.Name}} {{range .Containers}}{{.Name}}{{end}}'),
      ).toBe('ga-net ga-web');
      expect(
        await ok(
          rig,
          'inspect',
          'ga-web',
          '--format',
          '{{.HostConfig.NetworkMode}} {{range $k, $v := .NetworkSettings.Networks}}{{$k}}{{end}}',
        ),
      ).toBe('ga-net ga-net');
      expect(await ok(rig, 'run', '--rm', '--network', 'ga-net', 'busybox:1.36', 'ping', '-c1', 'ga-web')).toMatch(
        /1 packets received/,
      );
      await ok(rig, 'network', 'disconnect', 'ga-net', 'ga-web');
      await ok(rig, 'network', 'connect', 'ga-net', 'ga-web');
      expect(await ok(rig, 'run', '--rm', '--network', 'ga-net', 'busybox:1.36', 'ping', '-c1', 'ga-web')).toMatch(
        /1 packets received/,
      );
      expect((await rig.docker(['network', 'rm', 'ga-net'])).err).toMatch(/ga-net/);
      expect((await rig.docker(['network', 'rm', 'ga-net'])).err).not.toMatch(/ga-net-k8s-learn/);
      await ok(rig, 'rm', '-f', 'ga-web');
      await ok(rig, 'network', 'rm', 'ga-net');
    });

    it('takes joining for a change of the younger of the two, with which it goes', async () => {
      const {ledger} = rig;
      const touched = (checkpoint: number) => ledger.touchedSince(checkpoint).map(({name}) => name);
      await ok(rig, 'run', '-d', '--init', '--name', 'ga-old', 'busybox:1.36', 'sleep', '1000');
      const withoutNet = ledger.head();
      await ok(rig, 'network', 'create', 'ga-late');
      const withBoth = ledger.head();
      await ok(rig, 'network', 'connect', 'ga-late', 'ga-old');
      expect(touched(withoutNet)).toEqual([]);
      expect(touched(withBoth)).toEqual(['ga-late']);
      await ok(rig, 'network', 'disconnect', 'bridge', 'ga-old');
      expect(touched(withoutNet)).toEqual(['ga-old']);
      await ok(rig, 'rm', '-f', 'ga-old');
      await ok(rig, 'network', 'rm', 'ga-late');
    });

    it("shows events under the learner's names", async () => {
      const since = String(Math.floor(Date.now() / 1000));
      await ok(rig, 'run', '--name', 'ga-web', '-v', 'ga-data:/d', 'busybox:1.36', 'true');
      await ok(rig, 'rm', 'ga-web');
      const until_ = String(Math.ceil(Date.now() / 1000) + 1);
      const seen = await ok(rig, 'events', '--since', since, '--until', until_, '--format', '{{json .}}');
      expect(seen).toMatch(/"name":"ga-web"/);
      expect(seen).not.toMatch(/-k8s-learn/);
      expect(seen).not.toMatch(/"foreign"/);
      await ok(rig, 'volume', 'rm', 'ga-data');
    });

    it("prunes the learner's own and nothing else", async () => {
      await ok(rig, 'create', '--name', 'ga-web', 'busybox:1.36', 'true');
      await ok(rig, 'volume', 'create', 'ga-data');
      await ok(rig, 'network', 'create', 'ga-net');
      const said = await ok(rig, 'system', 'prune', '-f', '--volumes');
      expect(said).toMatch(/Deleted Networks:\nga-net\n/);
      expect(await ok(rig, 'volume', 'prune', '-f')).toMatch(/Total reclaimed space: 0B/);
      expect(await ok(rig, 'ps', '-aq')).toBe('');
      expect(await ok(rig, 'volume', 'ls', '-q')).toBe('');
    });

    it('enters anonymous volumes into the ledger and forgets them with rm -v', async () => {
      await ok(rig, 'run', '--name', 'ga-anon', '-v', '/data', 'busybox:1.36', 'true');
      const [name = ''] = (await ok(rig, 'volume', 'ls', '-q')).split('\n');
      expect(rig.ledger.find('volume', name)).toMatchObject({kind: 'volume', keep: 'no'});
      await ok(rig, 'rm', '-v', 'ga-anon');
      expect(await ok(rig, 'volume', 'ls', '-q')).toBe('');
      expect(rig.ledger.find('volume', name)).toBeUndefined();
    });

    it('leaves no volume behind when a container cannot be created', async () => {
      await ok(rig, 'create', '--name', 'ga-dup', 'busybox:1.36', 'true');
      expect(
        await rig.docker(['create', '--name', 'ga-dup', '-v', 'ga-left:/d', 'busybox:1.36', 'true']),
      ).toMatchObject({code: 1});
      expect(await ok(rig, 'volume', 'ls', '-q')).toBe('');
      await ok(rig, 'rm', 'ga-dup');
    });

    it('hears of what goes by the bare daemon', async () => {
      await ok(rig, 'run', '-d', '--name', 'ga-gone', 'busybox:1.36', 'sleep', '1000');
      await ok(rig, 'create', '--name', 'ga-renamed', 'busybox:1.36', 'true');
      await engineJson({host, method: 'DELETE', path: '/containers/ga-gone?force=1'});
      await engineJson({host, method: 'POST', path: '/containers/ga-renamed/rename?name=ga-new-name'});
      await until(() => rig.ledger.find('container', 'ga-new-name'), Boolean);
      expect(rig.ledger.find('container', 'ga-gone')).toBeUndefined();
      await ok(rig, 'rm', 'ga-new-name');
    });

    it('publishes ports on the loopback address alone, also with -P', async () => {
      await ok(
        rig,
        'run',
        '-d',
        '--name',
        'ga-port',
        '-p',
        '18102:80',
        '--expose',
        '81',
        '-P',
        'busybox:1.36',
        'sleep',
        '1000',
      );
      const ports = (await ok(rig, 'port', 'ga-port')).split('\n');
      expect(ports).toHaveLength(2);
      expect(ports.every((port) => port.includes('-> 127.0.0.1:'))).toBe(true);
      await ok(rig, 'rm', '-f', 'ga-port');
    });

    it('leaves memory as the learner set it and limits processes', async () => {
      await ok(rig, 'create', '--name', 'ga-lim', '-m', '64m', 'busybox:1.36', 'true');
      expect(await ok(rig, 'inspect', 'ga-lim', '--format', '{{.HostConfig.Memory}} {{.HostConfig.PidsLimit}}')).toBe(
        '67108864 512',
      );
      await ok(rig, 'update', '-m', '128m', '--memory-swap', '-1', 'ga-lim');
      expect(await ok(rig, 'inspect', 'ga-lim', '--format', '{{.HostConfig.Memory}}')).toBe('134217728');
      await ok(rig, 'rm', 'ga-lim');
    });

    it('shows our own observers the same and writes nothing of them into the call log', async () => {
      await ok(rig, 'create', '--name', 'ga-web', 'busybox:1.36', 'true');
      const calls = rig.guard.calls(0).length;
      const list = await engineJson({host: rig.guard.viewHost, path: '/containers/json?all=1'});
      expect(JSON.stringify(list)).toMatch(/"Names":\["\/ga-web"\]/);
      expect(rig.guard.calls(0)).toHaveLength(calls);
      await ok(rig, 'rm', 'ga-web');
    });

    it('serves a loopback port where there are no sockets', async () => {
      const other = await openRig({host, tcp: true});
      try {
        expect(other.guard.learnerHost).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
        expect(await ok(other, 'ps', '-aq')).toBe('');
        await ok(other, 'pull', '-q', 'busybox:1.36');
        expect(await other.docker(['run', '-i', '--rm', 'busybox:1.36', 'cat'], 'over tcp')).toMatchObject({
          out: 'over tcp',
        });
      } finally {
        await other.close();
      }
    });

    it('keeps its sockets to their owner', async () => {
      expect((await stat(rig.learnerSocket)).mode & 0o777).toBe(0o600);
      expect((await stat(dirname(rig.learnerSocket))).mode & 0o777).toBe(0o700);
    });

    it('has left everything foreign as it was', async () => {
      expect(await foreignOnly()).toEqual(before);
    });
  },
  {images: ['busybox:1.36']},
);
