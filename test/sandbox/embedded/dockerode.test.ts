import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import Docker from 'dockerode';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../../support/until.ts';
import {type ServedEngine, servedEngine} from './served-engine.ts';

let served: ServedEngine;
let docker: Docker;

beforeAll(async () => {
  served = await servedEngine();
  docker = new Docker({socketPath: served.socketPath});
});

afterEach(async () => {
  expect(served.faults).toEqual([]);
  for (const {Id} of await docker.listContainers({all: true})) await docker.getContainer(Id).remove({force: true});
});

afterAll(() => served.stop());

/** What a stream has carried so far. */
function textOf(stream: NodeJS.ReadableStream): () => string {
  const parts: Buffer[] = [];
  stream.on('data', (bytes: Buffer) => parts.push(bytes));
  return () => Buffer.concat(parts).toString();
}

async function started(options: object): Promise<Docker.Container> {
  const container = await docker.createContainer({Image: 'small:1', Cmd: ['sleep', '1000'], ...options});
  await container.start();
  return container;
}

describe('dockerode', () => {
  it('reads version, info and ping', async () => {
    expect(await docker.version()).toMatchObject({ApiVersion: '1.46', Os: 'linux'});
    expect(await docker.info()).toMatchObject({Name: 'k8s-learn', Images: 2});
    expect((await docker.ping()).toString()).toBe('OK');
  });

  it('makes, finds, connects and removes networks', async () => {
    const network = await docker.createNetwork({Name: 'net', CheckDuplicate: true, Labels: {a: 'b'}});
    await expect(docker.createNetwork({Name: 'net'})).rejects.toMatchObject({statusCode: 409});
    const container = await started({name: 'web'});
    await network.connect({Container: 'web', EndpointConfig: {Aliases: ['www']}});
    expect((await network.inspect()).Containers?.[container.id]).toMatchObject({IPv4Address: '172.18.0.2/16'});
    expect((await container.inspect()).NetworkSettings.Networks['net']).toMatchObject({Aliases: ['www']});
    await network.disconnect({Container: 'web'});
    expect((await docker.listNetworks({filters: {label: ['a=b']}})).map(({Name}) => Name)).toEqual(['net']);
    await network.remove();
    await expect(network.inspect()).rejects.toMatchObject({statusCode: 404, json: {message: expect.any(String)}});
    expect(await docker.pruneNetworks()).toEqual({NetworksDeleted: null});
  });

  it('makes, finds and prunes volumes', async () => {
    await docker.createVolume({Name: 'site', Labels: {a: 'b'}});
    expect(await docker.getVolume('site').inspect()).toMatchObject({Driver: 'local', Scope: 'local'});
    const {Volumes} = await docker.listVolumes({filters: {name: ['site']}});
    expect(Volumes.map(({Name}) => Name)).toEqual(['site']);
    expect(await docker.pruneVolumes({filters: {all: ['true']}})).toEqual({
      VolumesDeleted: ['site'],
      SpaceReclaimed: 0,
    });
  });

  it('follows events as they happen', async () => {
    const stream = await docker.getEvents({filters: {type: ['container']}});
    const text = textOf(stream);
    await started({name: 'told'});
    const read = await until(text, (seen) => seen.includes('"Action":"start"'));
    const actions = read.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line).Action]));
    expect(actions).toEqual(['create', 'start']);
    await until(
      () => served.engine.daemon.events.listeners,
      (count) => count > 0,
    );
    (stream as NodeJS.ReadableStream & {destroy(): void}).destroy();
    await until(
      () => served.engine.daemon.events.listeners,
      (count) => count === 0,
    );
  });

  it('runs a container, with its output apart from its errors and its exit code', async () => {
    const [out, err] = [new PassThrough(), new PassThrough()];
    const [outText, errText] = [textOf(out), textOf(err)];
    const [result] = await docker.run('small:1', ['sh', '-c', 'echo out; echo err >&2; exit 3'], [out, err], {
      Tty: false,
    });
    expect([result.StatusCode, outText(), errText()]).toEqual([3, 'out\n', 'err\n']);
  });

  it('attaches with input over a connection of its own', async () => {
    const container = await docker.createContainer({
      Image: 'small:1',
      Cmd: ['cat'],
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
    });
    const stream = await container.attach({stream: true, stdin: true, stdout: true, hijack: true});
    const out = new PassThrough();
    const text = textOf(out);
    docker.modem.demuxStream(stream, out, out);
    await container.start();
    stream.write('hello');
    await until(text, (seen) => seen === 'hello');
    stream.end();
    expect(await container.wait()).toMatchObject({StatusCode: 0});
    expect(text()).toBe('hello');
  });

  it('attaches without an upgrade', async () => {
    const container = await docker.createContainer({Image: 'small:1', Cmd: ['echo', 'hello']});
    const stream = await container.attach({stream: true, stdout: true, stderr: true});
    const out = new PassThrough();
    const text = textOf(out);
    docker.modem.demuxStream(stream, out, out);
    await container.start();
    expect(await until(text, (seen) => seen === 'hello\n')).toBe('hello\n');
  });

  it('executes with and without an upgrade, with a terminal and input', async () => {
    const container = await started({});
    for (const hijack of [true, false]) {
      const exec = await container.exec({Cmd: ['echo', 'hi'], AttachStdout: true});
      const out = new PassThrough();
      const text = textOf(out);
      docker.modem.demuxStream(await exec.start({hijack}), out, out);
      expect(await until(text, (seen) => seen === 'hi\n')).toBe('hi\n');
    }
    const exec = await container.exec({Cmd: ['sh'], AttachStdin: true, AttachStdout: true, Tty: true});
    const stream = await exec.start({hijack: true, stdin: true, Tty: true});
    const text = textOf(stream);
    stream.write('echo $((6 * 7))\nexit 5\n');
    expect(await until(text, (seen) => /42\r\n/.test(seen))).toContain('42\r\n');
    expect(
      await until(
        async () => (await exec.inspect()).ExitCode,
        (code) => code === 5,
      ),
    ).toBe(5);
  });

  it('reads logs, at once and as they come', async () => {
    const container = await started({Cmd: ['sh', '-c', 'echo one; read line; echo two'], OpenStdin: true});
    const follow = await container.logs({follow: true, stdout: true, stderr: true});
    const text = textOf(follow);
    await until(text, (seen) => seen.includes('one\n'));
    const input = await container.attach({stream: true, stdin: true, hijack: true});
    input.write('\n');
    expect(await until(text, (seen) => seen.includes('two\n'))).toContain('two\n');
    await container.wait();
    expect((await container.logs({stdout: true})).toString()).toContain('one\n');
  });

  it('mounts the working folder, and nothing else of the machine', async () => {
    writeFileSync(join(served.folder, 'hello.txt'), 'from outside\n');
    const container = await started({
      Cmd: ['sh', '-c', 'cat /work/hello.txt >/work/copy.txt; ls /work'],
      HostConfig: {Binds: [`${served.folder}:/work`]},
    });
    await container.wait();
    expect(readFileSync(join(served.folder, 'copy.txt'), 'utf8')).toBe('from outside\n');
    await expect(started({HostConfig: {Binds: ['/etc:/host']}})).rejects.toMatchObject({statusCode: 403});
  });

  it('publishes a port of this machine', async () => {
    const container = await started({
      Image: 'front:1',
      Cmd: undefined,
      ExposedPorts: {'80/tcp': {}},
      HostConfig: {PublishAllPorts: true},
    });
    const {Ports} = (await container.inspect()).NetworkSettings;
    const port = Ports['80/tcp']?.[0]?.HostPort;
    const answer = await until(
      () => fetch(`http://127.0.0.1:${port}/`).then((got) => got.text(), String),
      (text) => text === 'hello from a port\n',
    );
    expect(answer).toBe('hello from a port\n');
  });

  it('copies files in and out', async () => {
    const container = await started({});
    const archive = await container.getArchive({path: '/etc/passwd'});
    const parts: Buffer[] = [];
    for await (const part of archive) parts.push(Buffer.from(part));
    const tar = Buffer.concat(parts);
    expect(tar.subarray(0, 6).toString()).toBe('passwd');
    await container.putArchive(tar, {path: '/tmp'});
    const exec = await container.exec({Cmd: ['cat', '/tmp/passwd'], AttachStdout: true});
    const out = new PassThrough();
    const text = textOf(out);
    docker.modem.demuxStream(await exec.start({hijack: true}), out, out);
    expect(await until(text, (seen) => seen.includes('root'))).toBe('root:x:0:0:root:/root:/bin/sh\n');
  });

  it('pulls with progress, and is told in words what there is not', async () => {
    const progress = await docker.pull('small:latest');
    const lines = await new Promise<readonly {status: string}[]>((resolve, reject) =>
      docker.modem.followProgress(progress, (error: Error | null, output: {status: string}[]) =>
        error ? reject(error) : resolve(output),
      ),
    );
    expect(lines.at(-1)?.status).toMatch(/^Status: /);
    await expect(docker.pull('nosuch')).rejects.toMatchObject({statusCode: 404});
  });
});
