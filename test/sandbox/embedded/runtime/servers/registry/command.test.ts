import {describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {readAll} from '../../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {rootFiles} from '../../../../../../src/sandbox/embedded/runtime/fs/root-files.ts';
import {HttpClient} from '../../../../../../src/sandbox/embedded/runtime/http/client.ts';
import {HttpHeaders} from '../../../../../../src/sandbox/embedded/runtime/http/headers.ts';
import {type Machine, manualClock} from '../../../rig.ts';
import {digestOf} from './flow.ts';
import {createRegistryMachine, registryConfig} from './machine.ts';

const config = '/etc/docker/registry/config.yml';

async function ask(
  machine: Machine,
  request: string,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const [method = '', target = ''] = request.split(' ');
  const {space} = machine;
  const client = new HttpClient(space.fabric.toStack(space.network, 5000).stream);
  const all = new HttpHeaders([['Host', 'localhost:5000'], ['User-Agent', 'test/1'], ...Object.entries(headers)]);
  const response = await client.request({method, target, headers: all, body: encode(body)});
  const text = `${response.status} ${response.headers.get('location') ?? ''} ${decode(await readAll(response.body))}`;
  client.close();
  return text;
}

async function push(machine: Machine, text: string): Promise<void> {
  const [, location = ''] = (await ask(machine, 'POST /v2/app/blobs/uploads/')).split(' ');
  const path = location.replace('http://localhost:5000', '');
  await ask(machine, `PUT ${path}&digest=${digestOf(text)}`, text);
}

describe('the registry as a program', () => {
  it('says in its logs how it starts, what it was asked, and ends with 2 as Go does', async () => {
    const clock = manualClock();
    const machine = createRegistryMachine(clock);
    const server = machine.start(['registry', 'serve', config]);
    await clock.settle();
    await ask(machine, 'GET /v2/app/tags/list');
    await clock.settle();
    const id = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
    const [, second, , fourth, asked] = server.err().split('\n');
    expect(second).toMatch(
      new RegExp(
        `^time="2026-01-01T00:00:00\\.000000000Z" level=info msg="redis not configured" go.version=go1.20.8 instance.id=${id} service=registry version=2.8.3$`,
      ),
    );
    expect(fourth).toContain('msg="listening on [::]:5000"');
    expect(asked).toMatch(
      new RegExp(
        `level=error msg="response completed with error" err.code="name unknown" .*http.request.host="localhost:5000" http.request.id=${id} ` +
          'http.request.method=GET http.request.remoteaddr="127.0.0.1:\\d+" http.request.uri=/v2/app/tags/list ' +
          'http.request.useragent=test/1 .*http.response.status=404 http.response.written=111$',
      ),
    );
    expect(server.out()).toBe(
      '127.0.0.1 - - [01/Jan/2026:00:00:00 +0000] "GET /v2/app/tags/list HTTP/1.1" 404 111 "" "test/1"\n',
    );
    server.process.kill('SIGTERM');
    expect((await server.done).status).toEqual({code: 2});
  });

  it('deletes nothing where that is not enabled', async () => {
    const machine = createRegistryMachine();
    machine.start(['registry', 'serve', config]);
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    const answer = await ask(machine, `DELETE /v2/app/blobs/${digestOf('x')}`);
    expect(answer).toBe('405  {"errors":[{"code":"UNSUPPORTED","message":"The operation is unsupported."}]}\n');
  });

  it('listens and stores where its environment says', async () => {
    const clock = manualClock();
    const machine = createRegistryMachine(clock);
    machine.start(['registry', 'serve', config], {
      env: {REGISTRY_HTTP_ADDR: '0.0.0.0:5001', REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: '/data'},
    });
    await clock.settle();
    expect(machine.space.network.listeners().map(({port}) => port)).toEqual([5001]);
  });

  it.each([
    [
      ['serve', '/nope'],
      '',
      'configuration error: open /nope: no such file or directory\nUsage:\n  registry serve <config> [flags]\n',
    ],
    [['serve'], '', 'configuration error: configuration path unspecified\nUsage:\n'],
    [['--version'], 'registry github.com/docker/distribution 2.8.3\n', ''],
    [['start'], '', 'Error: unknown command "start" for "registry"\n'],
  ])('%j', async (args, out, err) => {
    const ran = await createRegistryMachine().run(['registry', ...args]);
    expect(ran.out).toBe(out);
    expect(ran.err.slice(0, err.length)).toBe(err);
    expect(ran.status.code).toBe(err === '' ? 0 : 1);
  });

  it.each([
    [
      '',
      'configuration error: error parsing /etc/docker/registry/config.yml: error parsing config: no configuration in the file',
    ],
    ['version: 2\n', 'unsupported version: "2"'],
    ['version: 0.1\nhttp: [\n', 'error parsing config: yaml: '],
    [`${registryConfig}auth:\n  htpasswd:\n    realm: x\n`, 'msg="auth is not simulated by k8s-learn"'],
  ])('refuses a configuration it cannot use: %j', async (text, says) => {
    const machine = createRegistryMachine();
    machine.lay({[config]: text});
    const {err, status} = await machine.run(['registry', 'serve', config]);
    expect(err).toContain(says);
    expect(status.code).toBe(1);
  });

  it('says that its port is taken', async () => {
    const machine = createRegistryMachine();
    machine.space.network.listen(5000);
    const {err, status} = await machine.run(['registry', 'serve', config]);
    expect(err).toContain('level=fatal msg="listen tcp :5000: bind: address already in use"');
    expect(status.code).toBe(1);
  });

  it('collects what no manifest refers to, and only that', async () => {
    const clock = manualClock();
    const machine = createRegistryMachine(clock);
    machine.start(['registry', 'serve', config]);
    await clock.settle();
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: {mediaType: 'x', size: 6, digest: digestOf('config')},
      layers: [{mediaType: 'x', size: 5, digest: digestOf('layer')}],
    });
    for (const text of ['config', 'layer', 'garbage']) await push(machine, text);
    await ask(machine, 'PUT /v2/app/manifests/1', manifest, {
      'Content-Type': 'application/vnd.docker.distribution.manifest.v2+json',
    });
    const dry = machine.start(['registry', 'garbage-collect', '--dry-run', config]);
    await clock.settle();
    expect((await dry.done).out).toBe(
      `app\napp: marking manifest ${digestOf(manifest)} \napp: marking blob ${digestOf('config')}\n` +
        `app: marking blob ${digestOf('layer')}\n\n3 blobs marked, 1 blobs and 0 manifests eligible for deletion\n` +
        `blob eligible for deletion: ${digestOf('garbage')}\n`,
    );
    const real = machine.start(['registry', 'garbage-collect', config]);
    await clock.settle();
    expect((await real.done).err).toContain('msg="Deleting blob: /docker/registry/v2/blobs/sha256/');
    const disk = rootFiles(machine.space.mounts, clock.now);
    const digits = digestOf('garbage').slice('sha256:'.length);
    const blob = (hex: string): string =>
      `/var/lib/registry/docker/registry/v2/blobs/sha256/${hex.slice(0, 2)}/${hex}/data`;
    expect(disk.stat(blob(digits))).toBeUndefined();
    expect(disk.readText(blob(digestOf('layer').slice('sha256:'.length)))).toBe('layer');
  });
});
