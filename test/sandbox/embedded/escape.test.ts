import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:net';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type TemporaryFolder, temporaryFolder} from '../../support/temporary-folder.ts';
import {type HttpAnswer, type ServedEngine, servedEngine} from './served-engine.ts';

/** Known to this process alone: in a file, in its environment and behind a listener of its own. */
const secret = createHash('sha256').update(`${process.pid} ${Date.now()}`).digest('hex');

describe('a simulated process, whatever it tries', () => {
  let engine: ServedEngine;
  let outside: TemporaryFolder;
  let file: string;
  let real: Server;
  let port: number;
  let callers = 0;
  let number = 0;

  beforeAll(async () => {
    engine = await servedEngine();
    outside = await temporaryFolder();
    file = join(outside.path, 'secret');
    writeFileSync(file, `${secret}\n`);
    process.env['K8S_LEARN_TEST_SECRET'] = secret;
    real = createServer((socket) => {
      callers += 1;
      socket.end(secret);
    });
    await new Promise<void>((resolve) => real.listen(0, '127.0.0.1', resolve));
    const address = real.address();
    port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    symlinkSync(outside.path, join(engine.folder, 'door'));
    symlinkSync(file, join(engine.folder, 'key'));
    symlinkSync('/proc/self/environ', join(engine.folder, 'environ'));
    mkdirSync(join(engine.folder, 'site'));
    symlinkSync('../door', join(engine.folder, 'site', 'back'));
  });
  afterAll(async () => {
    delete process.env['K8S_LEARN_TEST_SECRET'];
    await engine?.stop();
    await new Promise((resolve) => real.close(resolve));
    await outside?.remove();
  });

  /** Runs a script with the working folder at /work; everything it printed. */
  async function run(script: string, more: object = {}): Promise<string> {
    const name = `try-${++number}`;
    await engine.run(name, ['sh', '-c', script.replaceAll('SECRET', file).replaceAll('PORT', `${port}`)], {
      HostConfig: {Binds: [`${engine.folder}:/work`]},
      Tty: true,
      ...more,
    });
    await engine.call('POST', `/containers/${name}/wait`);
    return (await engine.call('GET', `/containers/${name}/logs?stdout=1&stderr=1`)).text;
  }

  function untouched(): void {
    expect(readFileSync(file, 'utf8')).toBe(`${secret}\n`);
    expect(callers).toBe(0);
    expect(engine.faults).toEqual([]);
  }

  it('sees what it is given, so that what follows would be seen as well', async () => {
    writeFileSync(join(engine.folder, 'given'), secret);
    expect(await run('cat /work/given')).toContain(secret);
    writeFileSync(join(engine.folder, 'given'), '');
  });

  it.each([
    ['reads a file by its real path', 'cat SECRET'],
    ['climbs out of the root', 'cat ../../../../../../SECRET; cd /; cd ..; cat ..SECRET'],
    ['climbs out of the working folder', 'cat /work/../SECRET; cd /work; cat ../secret'],
    ['follows a link to a folder out of it', 'cat /work/door/secret; ls /work/door'],
    ['follows a link to a file out of it', 'cat /work/key; grep . /work/key; sed p /work/key; wc /work/key'],
    ['follows a link in a link', 'cat /work/site/back/secret'],
    ['makes a link of its own', 'ln -s SECRET /work/mine; cat /work/mine; ln -s / /work/root; cat /work/rootSECRET'],
    ['links hard', 'ln /work/key /work/hard; cat /work/hard; ln SECRET /hard'],
    [
      'copies and moves through links',
      'cp /work/key /tmp/k; cp -rL /work/door /tmp/d; mv /work/key /tmp/m; cat /tmp/k /tmp/d/secret /tmp/m',
    ],
    ['packs what links lead to', 'tar -chf - -C /work door key | cat; tar -cf - /work/door/secret | cat'],
    [
      'looks at the processes of the machine',
      'cat /proc/*/environ /proc/*/cmdline /proc/self/root/SECRET /proc/1/cwdSECRET; cat /work/environ',
    ],
    [
      'reads its environment in every way',
      'env; set; export; printenv K8S_LEARN_TEST_SECRET; echo $K8S_LEARN_TEST_SECRET; cat /proc/self/environ',
    ],
    [
      'mounts and changes its root',
      'mount --bind / /tmp; mount -t proc proc /tmp; chroot /work/door cat /secret; cat /tmpSECRET',
    ],
    ['asks devices', 'ls /dev; dd if=/dev/sda bs=64 count=1; dd if=/dev/mem bs=64 count=1; cat /dev/kmsg'],
    [
      'calls this machine',
      'wget -T 2 -qO- http://127.0.0.1:PORT/; wget -T 2 -qO- http://localhost:PORT/; nc -w 1 127.0.0.1 PORT',
    ],
    [
      'calls this machine by other addresses',
      'for a in 0.0.0.0 172.17.0.1 host.docker.internal gateway.docker.internal "[::1]" 2130706433; do wget -T 1 -qO- http://$a:PORT/; done',
    ],
    [
      'looks for names of the real network',
      'nslookup localhost.localdomain; ping -c 1 -W 1 10.0.0.1; cat /etc/resolv.conf; traceroute -m 2 -w 1 127.0.0.2',
    ],
    [
      'is let in by nobody for more rights',
      'su -c "cat SECRET"; nsenter -t 1 -m cat SECRET; unshare cat SECRET; kill -9 -1',
    ],
    [
      'evaluates code of other languages',
      'awk \'BEGIN { while ((getline l < "SECRET") > 0) print l; system("cat SECRET") }\'; sed -n "1e cat SECRET" /etc/passwd; find / -name secret -exec cat {} +',
    ],
    [
      'overwrites what is outside',
      'echo gone > /work/key; echo gone > SECRET; rm -rf /work/door/secret /work/door/; tee /work/door/new < /etc/passwd; truncate -s 0 /work/key; chmod 777 /work/key',
    ],
  ])('%s', async (_, script) => {
    expect(await run(script)).not.toContain(secret);
    untouched();
    expect(existsSync(join(outside.path, 'new'))).toBe(false);
  });

  it('shares the network of the machine in name alone', async () => {
    const seen = await run('wget -T 2 -qO- http://127.0.0.1:PORT/; nc -w 1 127.0.0.1 PORT; ifconfig', {
      HostConfig: {NetworkMode: 'host', Binds: [`${engine.folder}:/work`]},
    });
    expect(seen).not.toContain(secret);
    untouched();
  });

  it.each<[string, () => object]>([
    ['a folder outside', () => ({Binds: [`${outside.path}:/out`]})],
    ['a folder outside, by climbing', () => ({Binds: [`${engine.folder}/../${outside.path.split('/').at(-1)}:/out`]})],
    ['the whole disk', () => ({Binds: ['/:/out']})],
    ['a link that leads out', () => ({Binds: [`${engine.folder}/door:/out`]})],
    ['a file that is a link out', () => ({Binds: [`${engine.folder}/key:/out/secret`]})],
    ['a mount by its long name', () => ({Mounts: [{Type: 'bind', Source: outside.path, Target: '/out'}]})],
    ['the socket of an engine', () => ({Binds: [`/var/run/docker.sock:/out/secret`]})],
    [
      'a volume that is a folder outside',
      () => ({
        Mounts: [
          {
            Type: 'volume',
            Source: `v${number}`,
            Target: '/out',
            VolumeOptions: {DriverConfig: {Name: 'local', Options: {type: 'none', o: 'bind', device: outside.path}}},
          },
        ],
      }),
    ],
    ['the processes of the machine', () => ({PidMode: 'host', Privileged: true})],
  ])('asked for %s, is not given it', async (_, host) => {
    const name = `ask-${++number}`;
    const answers: HttpAnswer[] = [];
    const call = async (method: string, path: string, body?: unknown): Promise<void> => {
      answers.push(await engine.call(method, path, body));
    };
    const Cmd = ['sh', '-c', `cat /out/secret /out${file}; cat /proc/*/environ; ls /out; echo gone > /out/secret`];
    await call('POST', `/containers/create?name=${name}`, {Image: 'small:1', Cmd, Tty: true, HostConfig: host()});
    if (answers[0]?.status === 201) {
      await call('POST', `/containers/${name}/start`);
      if (answers[1]?.status === 204) await call('POST', `/containers/${name}/wait`);
      await call('GET', `/containers/${name}/logs?stdout=1&stderr=1`);
      await call('GET', `/containers/${name}/archive?path=/out`);
    }
    expect(answers.map(({text}) => text).join('\n')).not.toContain(secret);
    untouched();
  });
});
