import {createHash} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {findEndpoint} from '../../../src/sandbox/docker/endpoint.ts';
import {emptyFolder} from '../../support/empty-folder.ts';

/** A home without Docker; `defaultSocket` is where the default would be. */
function emptyHome() {
  const home = emptyFolder();
  return {home, options: {home, defaultSocket: join(home, 'var.sock'), platform: 'linux' as const}};
}

function write(file: string, content: string): void {
  mkdirSync(join(file, '..'), {recursive: true});
  writeFileSync(file, content);
}

function writeContext(config: string, name: string, docker: object, tls: Record<string, string> = {}): void {
  const hash = createHash('sha256').update(name).digest('hex');
  write(
    join(config, 'contexts/meta', hash, 'meta.json'),
    JSON.stringify({Name: name, Metadata: {}, Endpoints: {docker}}),
  );
  for (const [file, pem] of Object.entries(tls)) write(join(config, 'contexts/tls', hash, 'docker', file), pem);
}

describe('DOCKER_HOST', () => {
  const cases: [string, object][] = [
    ['unix:///run/d.sock', {transport: 'socket', socketPath: '/run/d.sock'}],
    ['npipe:////./pipe/x', {transport: 'socket', socketPath: '//./pipe/x'}],
    ['tcp://10.0.0.1', {transport: 'tcp', hostname: '10.0.0.1', port: 2375}],
    ['tcp://10.0.0.1:80', {transport: 'tcp', hostname: '10.0.0.1', port: 80}],
    ['tcp://:4000', {transport: 'tcp', hostname: 'localhost', port: 4000}],
    ['tcp://[::1]:4000', {transport: 'tcp', hostname: '::1', port: 4000}],
    ['lab:2375', {transport: 'tcp', hostname: 'lab', port: 2375}],
  ];
  test.each(cases)('%s is understood as the CLI does', async (host, expected) => {
    const found = await findEndpoint({DOCKER_HOST: host}, emptyHome().options);
    expect(found).toEqual({host, found: 'DOCKER_HOST', context: 'default', ...expected});
  });

  test('is preferred to DOCKER_CONTEXT', async () => {
    const {options} = emptyHome();
    const found = await findEndpoint({DOCKER_HOST: 'unix:///a', DOCKER_CONTEXT: 'missing'}, options);
    expect(found.found).toBe('DOCKER_HOST');
  });

  test('with DOCKER_TLS_VERIFY reads the certificates of DOCKER_CERT_PATH and asks port 2376', async () => {
    const {home, options} = emptyHome();
    for (const name of ['ca', 'cert', 'key']) write(join(home, 'certs', `${name}.pem`), name);
    const env = {DOCKER_HOST: 'tcp://lab', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: join(home, 'certs')};
    expect(await findEndpoint(env, options)).toMatchObject({port: 2376, tls: {ca: 'ca', cert: 'cert', key: 'key'}});
    const {DOCKER_TLS_VERIFY: _, ...plain} = env;
    expect(await findEndpoint(plain, options)).not.toHaveProperty('tls');
    expect(await findEndpoint({...plain, DOCKER_TLS: '1'}, options)).toMatchObject({tls: {skipVerify: true}});
  });

  test.each([
    ['ssh://me@lab', 'DOCKER_OVER_SSH', 'ssh -nNT -L'],
    ['http://lab:2375', 'INVALID_DOCKER_HOST', 'tcp://HOST:PORT'],
    ['tcp://a b', 'INVALID_DOCKER_HOST', 'tcp://HOST:PORT'],
  ])('%s is refused with a fix', async (host, code, fix) => {
    const found = findEndpoint({DOCKER_HOST: host}, emptyHome().options);
    await expect(found).rejects.toMatchObject({code, fix: expect.stringContaining(fix)});
  });
});

describe('a context', () => {
  test('is taken from DOCKER_CONTEXT before config.json', async () => {
    const {home, options} = emptyHome();
    const config = join(home, '.docker');
    write(join(config, 'config.json'), '{"currentContext": "colima"}');
    writeContext(config, 'colima', {Host: 'unix:///colima.sock'});
    writeContext(config, 'lab', {Host: 'unix:///lab.sock'});
    expect(await findEndpoint({}, options)).toMatchObject({
      found: 'context',
      context: 'colima',
      socketPath: '/colima.sock',
    });
    expect(await findEndpoint({DOCKER_CONTEXT: 'lab'}, options)).toMatchObject({
      context: 'lab',
      socketPath: '/lab.sock',
    });
    expect(await findEndpoint({DOCKER_CONTEXT: 'default'}, options)).toMatchObject({found: 'default socket'});
  });

  test('is looked for in DOCKER_CONFIG, with its own certificates', async () => {
    const {home, options} = emptyHome();
    writeContext(join(home, 'cfg'), 'lab', {Host: 'tcp://lab:2376', SkipTLSVerify: true}, {'ca.pem': 'CA'});
    const found = await findEndpoint({DOCKER_CONFIG: join(home, 'cfg'), DOCKER_CONTEXT: 'lab'}, options);
    expect(found).toMatchObject({hostname: 'lab', port: 2376, tls: {ca: 'CA', skipVerify: true}});
  });

  test('that does not exist, is damaged or leads over SSH is refused with a fix', async () => {
    const {home, options} = emptyHome();
    writeContext(join(home, '.docker'), 'empty', {});
    writeContext(join(home, '.docker'), 'far', {Host: 'ssh://far'});
    await expect(findEndpoint({DOCKER_CONTEXT: 'nope'}, options)).rejects.toMatchObject({code: 'CONTEXT_NOT_FOUND'});
    await expect(findEndpoint({DOCKER_CONTEXT: 'empty'}, options)).rejects.toMatchObject({code: 'CONTEXT_DAMAGED'});
    await expect(findEndpoint({DOCKER_CONTEXT: 'far'}, options)).rejects.toMatchObject({code: 'DOCKER_OVER_SSH'});
  });

  test('is none when config.json is damaged, as for the CLI', async () => {
    const {home, options} = emptyHome();
    write(join(home, '.docker/config.json'), '{"currentContext": ');
    expect(await findEndpoint({}, options)).toMatchObject({found: 'default socket'});
  });
});

describe('without a word from the environment', () => {
  test('the default socket comes first, then the rootless one, then those of other products', async () => {
    const {home, options} = emptyHome();
    const env = {XDG_RUNTIME_DIR: join(home, 'run')};
    expect(await findEndpoint(env, options)).toMatchObject({
      found: 'default socket',
      socketPath: options.defaultSocket,
    });
    write(join(home, '.colima/default/docker.sock'), '');
    expect(await findEndpoint(env, options)).toMatchObject({found: 'known socket'});
    write(join(home, 'run/docker.sock'), '');
    expect(await findEndpoint(env, options)).toMatchObject({
      found: 'rootless socket',
      host: `unix://${home}/run/docker.sock`,
    });
    write(options.defaultSocket, '');
    expect(await findEndpoint(env, options)).toMatchObject({found: 'default socket'});
  });

  test('Windows has its named pipe', async () => {
    const {home} = emptyHome();
    const found = await findEndpoint({}, {home, platform: 'win32'});
    expect(found).toMatchObject({host: 'npipe:////./pipe/docker_engine', socketPath: '//./pipe/docker_engine'});
  });
});
