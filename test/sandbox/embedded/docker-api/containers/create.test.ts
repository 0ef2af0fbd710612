import {describe, expect, it} from 'vitest';
import {testEngine} from './engine.ts';

const box = {Image: 'box:1'};
const host = (more: object): object => ({...box, HostConfig: more});

describe('creating a container', () => {
  it.each<[unknown, number, string | RegExp]>([
    [undefined, 400, 'invalid JSON: got EOF while reading request body'],
    [{}, 400, 'Config cannot be empty in order to create a container'],
    [[], 400, 'Config cannot be empty in order to create a container'],
    [
      {Image: 5},
      400,
      'invalid JSON: json: cannot unmarshal number into Go struct field ContainerConfigWrapper.Image of type string',
    ],
    [
      {...box, Env: 'a'},
      400,
      'invalid JSON: json: cannot unmarshal string into Go struct field ContainerConfigWrapper.Env of type []string',
    ],
    [
      host({Memory: 'x'}),
      400,
      'invalid JSON: json: cannot unmarshal string into Go struct field ContainerConfigWrapper.HostConfig.Memory of type int64',
    ],
    [{Image: 'nosuch'}, 404, 'No such image: nosuch:latest'],
    [{Image: 'BAD:IMAGE:x'}, 400, /^invalid reference format/],
    [host({Memory: 1000}), 400, 'Minimum memory limit allowed is 6MB'],
    [host({NanoCpus: 9e11}), 400, 'Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available'],
    [host({RestartPolicy: {Name: 'sometimes'}}), 400, "invalid restart policy 'sometimes'"],
    [
      host({RestartPolicy: {Name: 'always', MaximumRetryCount: 3}}),
      400,
      "maximum retry count cannot be used with restart policy 'always'",
    ],
    [host({RestartPolicy: {Name: 'on-failure', MaximumRetryCount: -3}}), 400, 'maximum retry count cannot be negative'],
    [
      host({AutoRemove: true, RestartPolicy: {Name: 'always'}}),
      400,
      "can't create 'AutoRemove' container with restart policy",
    ],
    [host({Links: ['nosuch:a']}), 400, 'could not get container for nosuch: No such container: nosuch'],
    [{...box, StopSignal: 'WAT'}, 400, 'Invalid signal: WAT'],
    [
      {...box, WorkingDir: 'relative'},
      400,
      "the working directory 'relative' is invalid, it needs to be an absolute path",
    ],
    [{...box, WorkingDir: '/etc/passwd'}, 400, 'Cannot mkdir: /etc/passwd is not a directory'],
    [{...box, Env: ['=x']}, 400, 'invalid environment variable: =x'],
    [{...box, Healthcheck: {Test: ['CMD', 'x'], Interval: 5}}, 400, 'Interval in Healthcheck cannot be less than 1ms'],
    [{...box, Healthcheck: {Retries: -5}}, 400, 'Retries in Healthcheck cannot be negative'],
    [
      host({Memory: 20_000_000, MemorySwap: 10_000_000}),
      400,
      'Minimum memoryswap limit should be larger than memory limit, see usage',
    ],
    [
      host({MemorySwap: 10_000_000}),
      400,
      'You should always set the Memory limit when using Memoryswap limit, see usage',
    ],
    [host({LogConfig: {Type: 'wat'}}), 400, "logger: no log driver named 'wat' is registered"],
    [host({LogConfig: {Type: 'json-file', Config: {bad: 'x'}}}), 400, "unknown log opt 'bad' for json-file log driver"],
    [
      host({LogConfig: {Type: 'syslog'}}),
      501,
      'the logging driver syslog is not simulated by the embedded engine of k8s-learn',
    ],
    [host({ShmSize: -1}), 400, 'SHM size can not be less than 0'],
    [host({ExtraHosts: ['nocolon']}), 400, 'bad format for add-host: "nocolon"'],
    [host({Tmpfs: {rel: ''}}), 400, "invalid mount path: 'rel' mount path must be absolute"],
    [host({CapAdd: ['WAT']}), 400, 'invalid CapAdd: unknown capability: "CAP_WAT"'],
    [host({MemorySwappiness: 200}), 400, 'Invalid value: 200, valid memory swappiness range is 0-100'],
    [host({CpuPeriod: 1}), 400, 'CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)'],
    [
      host({NanoCpus: 1_000_000, CpuQuota: 1000}),
      400,
      'Conflicting options: Nano CPUs and CPU Quota cannot both be set',
    ],
    [host({PidMode: 'host'}), 501, '--pid=host is not simulated by the embedded engine of k8s-learn'],
    [host({Devices: [{}]}), 501, '--device is not simulated by the embedded engine of k8s-learn'],
    [{...host({NetworkMode: 'container:x'}), Hostname: 'y'}, 400, 'conflicting options: hostname and the network mode'],
  ])('of %j is refused as Docker refuses it', async (body, status, message) => {
    const engine = await testEngine();
    const answer = await engine.call('POST', '/containers/create', {body});
    expect(answer.status).toBe(status);
    expect(answer.json().message).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
    expect(engine.daemon.containers.list()).toEqual([]);
    expect(engine.told()).toEqual([]);
  });

  it.each([
    ['-bad', 400, 'Invalid container name (-bad), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed'],
    ['a', 400, 'Invalid container name (a), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed'],
    [
      '/taken',
      409,
      /^Conflict\. The container name "\/taken" is already in use by container "[0-9a-f]{64}"\. You have to remove \(or rename\)/,
    ],
  ])('by the name %s is refused', async (name, status, message) => {
    const engine = await testEngine();
    await engine.create('taken');
    const answer = await engine.call('POST', `/containers/create?name=${name}`, {body: box});
    expect(answer.status).toBe(status);
    expect(answer.json().message).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
  });

  it('reads keys in whatever case, and ignores those it does not know', async () => {
    const engine = await testEngine();
    const body = {image: 'box:1', CMD: ['echo'], hostconfig: {memory: 8 << 20, Wat: 1}, Wat: 2};
    const {Id} = (await engine.call('POST', '/containers/create', {body})).json<{Id: string}>();
    const container = engine.daemon.containers.require(Id);
    expect([container.config.Cmd, container.host.Memory]).toEqual([['echo'], 8 << 20]);
  });

  it('takes a command that is one text, and null for what is not said', async () => {
    const engine = await testEngine();
    const body = {Image: 'box:1', Cmd: 'echo', Env: null, Labels: null, HostConfig: null, NetworkingConfig: null};
    const {Id, Warnings} = (await engine.call('POST', '/containers/create', {body})).json<{Id: string; Warnings: []}>();
    expect(engine.daemon.containers.require(Id).argv).toEqual(['echo']);
    expect(Warnings).toEqual([]);
  });

  it('makes a name up where none is given, another each time', async () => {
    const engine = await testEngine();
    for (let count = 0; count < 50; count += 1) await engine.call('POST', '/containers/create', {body: box});
    const names = engine.daemon.containers.list().map(({name}) => name);
    expect(new Set(names).size).toBe(50);
    for (const name of names) expect(name).toMatch(/^[a-z]+_[a-z]+\d*$/);
  });

  it('finds containers by id, the beginning of one, and name', async () => {
    const engine = await testEngine();
    const one = await engine.create('one');
    const find = (reference: string): unknown => engine.daemon.containers.find(reference)?.name;
    expect([one.id, one.id.slice(0, 12), 'one', '/one'].map(find)).toEqual(['one', 'one', 'one', 'one']);
    expect(['', 'on', 'nosuch'].map(find)).toEqual([undefined, undefined, undefined]);
    expect(() => engine.daemon.containers.require('on')).toThrow('No such container: on');
  });

  it('fills in what Docker fills in', async () => {
    const engine = await testEngine();
    const {host: made} = await engine.create('one', {}, {Memory: 64 << 20, MemorySwappiness: -1, PidsLimit: 0});
    expect(made).toMatchObject({
      MemorySwap: 128 << 20,
      MemorySwappiness: null,
      PidsLimit: null,
      NetworkMode: 'default',
      IpcMode: 'private',
      CgroupnsMode: 'private',
      ShmSize: 64 << 20,
      Runtime: 'runc',
      LogConfig: {Type: 'json-file', Config: {}},
      RestartPolicy: {Name: 'no', MaximumRetryCount: 0},
    });
  });
});
