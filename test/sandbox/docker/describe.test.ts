import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {describeContainer} from '../../../src/sandbox/docker/describe-container.ts';
import {describeImage, fullReference} from '../../../src/sandbox/docker/describe-image.ts';
import {describeNetwork} from '../../../src/sandbox/docker/describe-network.ts';
import {describeVolume} from '../../../src/sandbox/docker/describe-volume.ts';
import {withoutFrames} from '../../../src/sandbox/docker/observe-logs.ts';

const never = '0001-01-01T00:00:00Z';

describe('a container', () => {
  test('that does not run shows the ports it was asked to publish', () => {
    const asked = {HostConfig: {PortBindings: {'80/tcp': [{HostIp: '127.0.0.1', HostPort: '8080'}]}}};
    expect(describeContainer(asked).ports).toEqual([{host: 8080, container: 80, protocol: 'tcp'}]);
  });

  test('that runs shows what is really published, IPv4 and IPv6 as one', () => {
    const bindings = [
      {HostIp: '0.0.0.0', HostPort: '32768'},
      {HostIp: '::', HostPort: '32768'},
    ];
    const live = {
      NetworkSettings: {Ports: {'53/udp': bindings, '80/tcp': null}},
      HostConfig: {PortBindings: {'53/udp': [{HostPort: ''}]}},
    };
    expect(describeContainer(live).ports).toEqual([{host: 32768, container: 53, protocol: 'udp'}]);
  });

  test('has no times but those that have come', () => {
    const times = {Created: '2024-01-02T03:04:05.1Z', State: {StartedAt: '2024-01-02T03:04:05.35Z', FinishedAt: never}};
    expect(describeContainer(times)).toMatchObject({startedAt: times.State.StartedAt, finishedAt: '', startMs: 250});
    expect(describeContainer({...times, State: {StartedAt: never}})).toMatchObject({startedAt: '', startMs: 0});
  });

  test('of Podman has the words of Docker', () => {
    const stopped = {State: {Status: 'stopped', StartedAt: '2024-01-02T03:04:05Z'}, Config: {Entrypoint: 'run'}};
    expect(describeContainer(stopped)).toMatchObject({state: 'exited', entrypoint: ['run']});
    expect(describeContainer({State: {Status: 'configured', StartedAt: never}}).state).toBe('created');
  });

  test('with --tmpfs and limits shows them as the CLI takes them', () => {
    const host = {
      Tmpfs: {'/run': 'ro,size=1m'},
      CpuQuota: 50_000,
      RestartPolicy: {Name: 'on-failure', MaximumRetryCount: 3},
    };
    expect(describeContainer({HostConfig: host})).toMatchObject({
      mounts: [{type: 'tmpfs', source: '', target: '/run', readOnly: true}],
      cpus: 0.5,
      restart: 'on-failure:3',
    });
  });

  test('keeps every = of a variable but the first', () => {
    expect(describeContainer({Config: {Env: ['A=b=c', 'EMPTY=', 'UNSET']}}).env).toEqual({A: 'b=c', EMPTY: ''});
  });
});

test('whatever a daemon answers is described without an error, in plain JSON', () => {
  const paths = [
    'State',
    'Config',
    'HostConfig',
    'NetworkSettings',
    'Mounts',
    'Ports',
    'Labels',
    'RepoTags',
    'Created',
  ];
  const answer = fc.dictionary(fc.constantFrom(...paths), fc.jsonValue());
  fc.assert(
    fc.property(answer, fc.jsonValue(), (strange, other) => {
      for (const view of [
        describeContainer(strange),
        describeImage(strange),
        describeImage(other),
        describeContainer(other),
      ])
        expect(JSON.parse(JSON.stringify(view))).toEqual(view);
      describeVolume(strange, [other, strange]);
      describeNetwork(other, [other, strange]);
    }),
  );
});

describe('a volume and a network', () => {
  const containers = [
    {Names: ['/web', '/db/alias'], Mounts: [{Name: 'site'}], NetworkSettings: {Networks: {shop: {}}}},
    {Names: ['/db'], Mounts: [{Name: 'rows'}], NetworkSettings: {Networks: {shop: {}, bridge: {}}}},
  ];
  test('name the containers that use them', () => {
    expect(describeVolume({Name: 'site', Labels: null}, containers)).toEqual({
      name: 'site',
      labels: {},
      usedBy: ['web'],
    });
    const network = {Name: 'shop', Driver: 'bridge', IPAM: {Config: [{Subnet: '172.18.0.0/16'}]}};
    const expected = {name: 'shop', driver: 'bridge', subnets: ['172.18.0.0/16'], containers: ['db', 'web']};
    expect(describeNetwork(network, containers)).toEqual(expected);
  });
});

test.each([
  ['nginx', 'docker.io/library/nginx:latest'],
  ['docker.io/library/nginx:1', 'docker.io/library/nginx:1'],
  ['me/web', 'docker.io/me/web:latest'],
  ['localhost:5001/web', 'localhost:5001/web:latest'],
  ['localhost/web:2', 'localhost/web:2'],
  ['web:1@sha256:ab', 'docker.io/library/web@sha256:ab'],
])('%s in full is %s', (reference, full) => {
  expect(fullReference(reference)).toBe(full);
});

test('a log that is cut in the middle of a frame keeps what there is', () => {
  const frame = (words: string) =>
    Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, words.length]), Buffer.from(words)]);
  const body = Buffer.concat([frame('one\n'), frame('two\n')]);
  expect(withoutFrames(body).toString()).toBe('one\ntwo\n');
  expect(withoutFrames(body.subarray(0, -2)).toString()).toBe('one\ntw');
  expect(withoutFrames(body.subarray(0, 15)).toString()).toBe('one\n');
});
