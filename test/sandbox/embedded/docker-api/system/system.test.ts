import {beforeEach, describe, expect, it} from 'vitest';
import {decode, encode, noBytes} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {NetworkStack} from '../../../../../src/sandbox/embedded/runtime/net/stack.ts';
import {type CalledEngine, calledEngine} from '../../called-engine.ts';

let engine: CalledEngine;

beforeEach(async () => {
  engine = await calledEngine();
});

describe('the engine', () => {
  it('answers a ping with what clients negotiate by', async () => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await engine.call(method, '/_ping');
      await engine.clock.settle();
      expect([answer.status, answer.text()]).toEqual([200, method === 'GET' ? 'OK' : '']);
      expect(answer.headers).toMatchObject({
        'Api-Version': '1.46',
        'Docker-Experimental': 'false',
        Ostype: 'linux',
        'Builder-Version': '1',
        Swarm: 'inactive',
        'Cache-Control': 'no-cache, no-store, must-revalidate',
      });
    }
  });

  it('says what it is, and that it is a simulation', async () => {
    expect((await engine.get('/version')).json()).toMatchObject({
      Platform: {Name: 'k8s-learn embedded engine (simulation)'},
      ApiVersion: '1.46',
      MinAPIVersion: '1.24',
      Os: 'linux',
      Arch: 'amd64',
      Components: [{Name: 'Engine', Details: {ApiVersion: '1.46', MinAPIVersion: '1.24'}}],
    });
    const info = (await engine.get('/info')).json<{Warnings: readonly string[]}>();
    expect(info).toMatchObject({
      OperatingSystem: 'k8s-learn embedded engine (simulation)',
      Labels: ['dev.k8s-learn.simulation=true'],
      NCPU: 2,
      MemTotal: 8 * 1024 ** 3,
      Swarm: {LocalNodeState: 'inactive'},
    });
    expect(info.Warnings[0]).toContain('simulation');
  });

  it('counts what it has', async () => {
    await engine.run('one');
    await engine.run('two');
    await engine.make('three');
    await engine.post('/containers/two/pause');
    expect((await engine.get('/info')).json()).toMatchObject({
      Containers: 3,
      ContainersRunning: 1,
      ContainersPaused: 1,
      ContainersStopped: 1,
      Images: 1,
      NEventsListener: 1,
    });
  });

  it('has the fields of a recorded version and info, but those of a Docker long gone', async () => {
    const recorded = {
      version:
        'Platform Components Version ApiVersion MinAPIVersion GitCommit GoVersion Os Arch KernelVersion BuildTime',
      info:
        'ID Containers ContainersRunning ContainersPaused ContainersStopped Images Driver DriverStatus Plugins MemoryLimit ' +
        'SwapLimit CpuCfsPeriod CpuCfsQuota CPUShares CPUSet PidsLimit IPv4Forwarding BridgeNfIptables BridgeNfIp6tables ' +
        'Debug NFd OomKillDisable NGoroutines SystemTime LoggingDriver CgroupDriver CgroupVersion NEventsListener ' +
        'KernelVersion OperatingSystem OSVersion OSType Architecture IndexServerAddress RegistryConfig NCPU MemTotal ' +
        'GenericResources DockerRootDir HttpProxy HttpsProxy NoProxy Name Labels ExperimentalBuild ServerVersion Runtimes ' +
        'DefaultRuntime Swarm LiveRestoreEnabled Isolation InitBinary ContainerdCommit RuncCommit InitCommit ' +
        'SecurityOptions Warnings',
    };
    for (const [name, fields] of Object.entries(recorded))
      expect(Object.keys((await engine.get(`/${name}`)).json())).toEqual(expect.arrayContaining(fields.split(' ')));
  });

  it.each<[string, string, number, string]>([
    ['GET', '/swarm', 503, 'This node is not a swarm manager.'],
    ['GET', '/nodes', 503, 'This node is not a swarm manager.'],
    ['GET', '/services?status=true', 503, 'This node is not a swarm manager.'],
    ['GET', '/tasks/x', 503, 'This node is not a swarm manager.'],
    ['POST', '/secrets/create', 503, 'This node is not a swarm manager.'],
    ['DELETE', '/configs/x', 503, 'This node is not a swarm manager.'],
    ['GET', '/swarm/unlockkey', 503, 'This node is not a swarm manager.'],
    ['POST', '/swarm/leave', 503, 'This node is not part of a swarm'],
    ['POST', '/swarm/init', 501, 'a swarm is not simulated'],
    ['GET', '/plugins/x/json', 404, 'plugin "x" not found'],
    ['POST', '/plugins/vieux/sshfs/enable', 404, 'plugin "vieux/sshfs" not found'],
    ['POST', '/plugins/pull?remote=x', 501, 'a plugin of Docker is not simulated'],
    ['POST', '/session', 501, 'BuildKit (DOCKER_BUILDKIT=0 takes the classic builder instead) is not simulated'],
    ['POST', '/grpc', 501, 'BuildKit'],
  ])('%s %s is answered with %i %s', async (method, url, status, words) => {
    const answer = await engine.call(method, url);
    expect([answer.status, answer.message]).toEqual([status, expect.stringContaining(words)]);
  });

  it('has no plugins and no cache of BuildKit', async () => {
    expect((await engine.get('/plugins')).json()).toEqual([]);
    expect((await engine.post('/build/prune')).json()).toEqual({CachesDeleted: null, SpaceReclaimed: 0});
  });
});

describe('the disk usage', () => {
  beforeEach(async () => {
    await engine.run('web', {
      Cmd: ['sh', '-c', 'echo hello >/data/x; sleep 1000'],
      HostConfig: {Binds: ['site:/data']},
    });
  });

  it('counts images, containers and volumes', async () => {
    const usage = (await engine.get('/system/df')).json<{LayersSize: number}>();
    expect(usage).toMatchObject({
      Images: [{RepoTags: ['small:1'], Containers: 1, SharedSize: 0}],
      Containers: [{Names: ['/web'], State: 'running'}],
      Volumes: [{Name: 'site', UsageData: {RefCount: 1, Size: 6}}],
      BuildCache: [],
    });
    expect(usage.LayersSize).toBeGreaterThan(0);
  });

  it('is of some kinds alone when they are named, and by clients that can name them', async () => {
    expect((await engine.get('/system/df?type=volume&type=container')).json()).toMatchObject({
      LayersSize: 0,
      Images: null,
      Containers: [{}],
      Volumes: [{}],
      BuildCache: null,
    });
    expect((await engine.get('/v1.41/system/df?type=volume')).json()).toMatchObject({Images: [{}], BuilderSize: 0});
    expect((await engine.get('/system/df?type=odd')).message).toBe('unknown object type: odd');
  });
});

describe('docker login', () => {
  const login = (serveraddress: string): ReturnType<CalledEngine['post']> =>
    engine.post('/auth', {username: 'u', password: 'p', serveraddress});

  it.each(['', 'https://index.docker.io/v1/', 'docker.io'])(
    'to the Docker Hub (%j) is not simulated',
    async (server) => {
      const answer = await login(server);
      expect([answer.status, answer.message]).toEqual([501, expect.stringContaining('is not simulated')]);
    },
  );

  it('to nobody is refused as Docker does', async () => {
    expect((await login('localhost:5999')).message).toBe(
      'Get "http://localhost:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused',
    );
    expect((await login('registry.example.com')).message).toBe(
      'Get "https://registry.example.com/v2/": dial tcp: lookup registry.example.com: no such host',
    );
    expect((await engine.post('/auth', {username: 5})).message).toBe(
      'invalid JSON: json: cannot unmarshal number into Go struct field AuthConfig.username of type string',
    );
  });
});

describe('docker login to a registry in a container', () => {
  /** A registry on a published port that answers every call with one status, and keeps what it was sent. */
  function registry(status: string): {readonly heard: () => string} {
    const stack = new NetworkStack();
    const listener = stack.listen(5000);
    engine.daemon.fabric.publish(5001, stack, 5000);
    let heard = '';
    const serve = async (): Promise<void> => {
      const {stream} = await listener.accept(new AbortController().signal);
      heard = decode((await stream.reader.read()) ?? noBytes);
      await stream.writer.write(encode(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`));
      stream.writer.close();
    };
    void serve();
    return {heard: () => heard};
  }

  it('succeeds when the registry takes the credentials', async () => {
    const {heard} = registry('200 OK');
    const answer = await engine.post('/auth', {username: 'u', password: 'p', serveraddress: 'localhost:5001'});
    expect([answer.status, answer.json()]).toEqual([200, {IdentityToken: '', Status: 'Login Succeeded'}]);
    expect(heard()).toContain(`Authorization: Basic ${btoa('u:p')}`);
  });

  it('is refused when the registry refuses', async () => {
    registry('401 Unauthorized');
    const answer = await engine.post('/auth', {username: 'u', password: 'x', serveraddress: 'http://localhost:5001'});
    expect([answer.status, answer.message]).toEqual([
      401,
      'login attempt to http://localhost:5001/v2/ failed with status: 401 Unauthorized',
    ]);
  });
});
