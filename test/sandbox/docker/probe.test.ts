import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import {createServer, type RequestListener} from 'node:http';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, onTestFinished, test} from 'vitest';
import {findEndpoint, probeDocker} from '../../../src/sandbox/docker/endpoint.ts';
import {emptyFolder} from '../../support/empty-folder.ts';
import {describeWithDocker} from '../../support/real-docker.ts';

/** An endpoint at which `answer` answers, or, without one, nothing. */
async function endpoint(answer?: RequestListener) {
  const folder = emptyFolder();
  const socketPath = join(folder, 'd');
  if (answer) {
    const server = createServer(answer).listen(socketPath);
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
  }
  return {
    host: `unix://${socketPath}`,
    found: 'DOCKER_HOST',
    context: 'default',
    transport: 'socket',
    socketPath,
  } as const;
}

describe('what answers', () => {
  test('is told by version, kind and whether it is rootless', async () => {
    const where = await endpoint((request, response) => {
      const version = {Version: '29.0', ApiVersion: '1.52', Os: 'linux', Arch: 'arm64', Platform: {Name: 'Podman'}};
      response.end(
        JSON.stringify(request.url === '/version' ? version : {SecurityOptions: ['name=seccomp', 'name=rootless']}),
      );
    });
    const expected = {
      version: '29.0',
      apiVersion: '1.52',
      os: 'linux',
      arch: 'arm64',
      rootless: true,
      product: 'Podman',
    };
    expect(await probeDocker(where, 1000)).toEqual({ok: true, ...expected});
  });

  test('but is no Docker Engine is not reachable', async () => {
    const where = await endpoint((_, response) => response.end('<html>'));
    expect(await probeDocker(where, 1000)).toMatchObject({ok: false, cause: 'docker-not-reachable'});
  });

  test("with an error keeps the daemon's own words", async () => {
    const where = await endpoint((_, response) =>
      response.writeHead(500).end('{"message":"Docker Desktop is paused"}'),
    );
    const probe = await probeDocker(where, 1000);
    expect(probe).toMatchObject({cause: 'docker-not-reachable', params: {reason: expect.stringContaining('paused')}});
  });

  test('too late is not reachable, with the time that was waited', async () => {
    const probe = await probeDocker(await endpoint(() => undefined), 50);
    expect(probe).toMatchObject({cause: 'docker-not-reachable', params: {reason: 'no answer within 50 ms'}});
  });
});

describe('nothing', () => {
  test('at a socket is a Docker that does not run where there is a docker command, else one not installed', async () => {
    const where = await endpoint();
    const bin = join(emptyFolder(), 'bin');
    mkdirSync(bin);
    const params = {endpoint: where.host, reason: 'ENOENT'};
    expect(await probeDocker(where, 1000, bin)).toEqual({ok: false, cause: 'docker-not-installed', params});
    writeFileSync(join(bin, 'docker'), '');
    chmodSync(join(bin, 'docker'), 0o755);
    expect(await probeDocker(where, 1000, bin)).toEqual({ok: false, cause: 'docker-not-running', params});
  });

  test('behind a left-over socket is a Docker that does not run', async () => {
    const where = await endpoint();
    const leave = `require('net').createServer().listen(${JSON.stringify(where.socketPath)}, () => process.kill(process.pid, 'SIGKILL'))`;
    expect(() => execFileSync(process.execPath, ['-e', leave])).toThrow();
    expect(await probeDocker(where, 1000)).toMatchObject({
      cause: 'docker-not-running',
      params: {reason: 'ECONNREFUSED'},
    });
  });

  test('at a TCP port is not reachable', async () => {
    const tcp = {host: 'tcp://127.0.0.1:1', found: 'DOCKER_HOST', context: 'default'} as const;
    const probe = await probeDocker({...tcp, transport: 'tcp', hostname: '127.0.0.1', port: 1}, 1000);
    expect(probe).toMatchObject({cause: 'docker-not-reachable', params: {endpoint: tcp.host, reason: 'ECONNREFUSED'}});
  });
});

describeWithDocker('the real daemon', (docker) => {
  test('answers with its version', async () => {
    const probe = await probeDocker(await findEndpoint({DOCKER_HOST: docker.host}), 5000);
    expect(probe).toMatchObject({ok: true, version: docker.version, os: 'linux'});
  });

  const asNobody = process.getuid?.() === 0 ? test : test.skip;
  asNobody('is a permission problem for a user outside its group', () => {
    const module = fileURLToPath(new URL('../../../src/sandbox/docker/probe.ts', import.meta.url));
    const where = JSON.stringify({
      host: docker.host,
      transport: 'socket',
      socketPath: docker.host.slice('unix://'.length),
    });
    // Loaded as root, asked as nobody.
    const script = `import {probeDocker} from ${JSON.stringify(module)};
      process.setgroups([]); process.setgid(65534); process.setuid(65534);
      console.log(JSON.stringify(await probeDocker(${where}, 5000)));`;
    const said = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect(JSON.parse(said)).toMatchObject({ok: false, cause: 'docker-permission-denied'});
  });
});
