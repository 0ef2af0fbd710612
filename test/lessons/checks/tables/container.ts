import type {ContainerView, Params} from '../../../../src/observation.ts';
import {
  absent,
  containerView,
  noDocker,
  noDockerVerdict,
  passed,
  present,
  type Table,
  unmet,
  waiting,
} from './table.ts';

const image = 'nginx:1.27-alpine';

/** Two rows for one property: as wanted, and not. */
function property(
  name: string,
  wanted: Params,
  good: Partial<ContainerView>,
  bad: Partial<ContainerView>,
  said: {readonly key?: string; readonly expected: string; readonly seen: string},
) {
  const params = {name: 'web', ...wanted};
  const differs = {
    kind: 'container',
    name: 'web',
    property: name,
    key: said.key ?? '',
    expected: said.expected,
    seen: said.seen,
  };
  return [
    {title: `${name} as wanted`, params, seen: present(containerView(good)), verdict: passed},
    {title: `${name} not as wanted`, params, seen: present(containerView(bad)), verdict: unmet('differs', differs)},
  ];
}

const volume = {type: 'volume', source: 'store', target: '/data', readOnly: false} as const;
const bind = {type: 'bind', source: '/home/me/work/site', target: '/site', readOnly: false} as const;
const port = (host: number, inside: number) => ({host, container: inside, protocol: 'tcp'}) as const;

export const container: Table = {
  type: 'container',
  rows: [
    {title: 'it is there', params: {name: 'web'}, seen: present(containerView()), verdict: passed},
    {
      title: 'it is not there',
      params: {name: 'web'},
      seen: absent('wed'),
      verdict: unmet('not-there', {kind: 'container', name: 'web', similar: ['wed']}),
    },
    {title: 'Docker is gone', params: {name: 'web'}, seen: noDocker, verdict: noDockerVerdict},
    {
      title: 'a view that is none',
      params: {name: 'web'},
      seen: present({name: 'web', image: 'x'}),
      verdict: {
        verdict: 'blocked',
        cause: 'looking-failed',
        params: {
          object: 'web',
          reason:
            'state Invalid option: expected one of "created"|"running"|"paused"|"restarting"|"exited"|"dead"|"removing"',
        },
      },
    },
    ...property('state', {state: 'running'}, {}, {state: 'exited', exitCode: 1}, {expected: 'running', seen: 'exited'}),
    {
      title: 'dead counts as exited',
      params: {name: 'web', state: 'exited'},
      seen: present(containerView({state: 'dead'})),
      verdict: passed,
    },
    {
      title: 'created a moment ago',
      params: {name: 'web', state: 'running'},
      seen: present(containerView({state: 'created', startedAt: ''})),
      verdict: waiting('waiting-for-start', {name: 'web', state: 'created'}),
    },
    {
      title: 'created and refused to start',
      params: {name: 'web', state: 'running'},
      seen: present(containerView({state: 'created', startedAt: '', error: 'Bind for 0.0.0.0:8080 failed'})),
      verdict: unmet('differs', {
        kind: 'container',
        name: 'web',
        property: 'state',
        key: '',
        expected: 'running',
        seen: 'created',
      }),
    },
    {
      title: 'restarting for the first time',
      params: {name: 'web', state: 'running'},
      seen: present(containerView({state: 'restarting', restartCount: 1})),
      verdict: waiting('waiting-for-start', {name: 'web', state: 'restarting'}),
    },
    {
      title: 'restarting again and again',
      params: {name: 'web', state: 'running'},
      seen: present(containerView({state: 'restarting', restartCount: 7})),
      verdict: unmet('differs', {
        kind: 'container',
        name: 'web',
        property: 'state',
        key: '',
        expected: 'running',
        seen: 'restarting',
      }),
    },
    {
      title: 'created with the wrong ports is not worth waiting for',
      params: {name: 'web', state: 'running', ports: {8080: 80}},
      seen: present(containerView({state: 'created', startedAt: ''})),
      verdict: unmet('differs', {
        kind: 'container',
        name: 'web',
        property: 'ports',
        key: '8080',
        expected: '8080->80',
        seen: '',
      }),
    },
    ...property(
      'exitCode',
      {exitCode: 0},
      {state: 'exited'},
      {state: 'exited', exitCode: 127},
      {expected: '0', seen: '127'},
    ),
    {
      title: 'a running container has no exit code',
      params: {name: 'web', exitCode: 0},
      seen: present(containerView()),
      verdict: unmet('differs', {
        kind: 'container',
        name: 'web',
        property: 'exitCode',
        key: '',
        expected: '0',
        seen: '',
      }),
    },
    ...property('image', {image}, {}, {image: 'nginx:1.26'}, {expected: image, seen: 'nginx:1.26'}),
    {
      title: 'latest is the tag nobody wrote',
      params: {name: 'web', image: 'nginx:latest'},
      seen: present(containerView({image: 'docker.io/library/nginx'})),
      verdict: passed,
    },
    ...property(
      'command',
      {command: '~^sleep'},
      {command: ['sleep', '100']},
      {command: ['echo', 'hi']},
      {expected: '~^sleep', seen: 'echo hi'},
    ),
    {
      title: 'a command with its entrypoint before it',
      params: {name: 'web', command: 'sh -c ls'},
      seen: present(containerView({entrypoint: ['sh'], command: ['-c', 'ls']})),
      verdict: passed,
    },
    ...property(
      'ports',
      {ports: {8080: 80}},
      {ports: [port(8080, 80)]},
      {ports: [port(80, 8080), port(443, 443)]},
      {key: '8080', expected: '8080->80', seen: '80->8080, 443->443'},
    ),
    ...property(
      'env',
      {env: {COLOR: 'blue'}},
      {env: {COLOR: 'blue', OTHER: '1'}},
      {env: {COLOR: 'red'}},
      {key: 'COLOR', expected: 'COLOR=blue', seen: 'COLOR=red'},
    ),
    {
      title: 'an empty variable is present',
      params: {name: 'web', env: {COLOR: 'present'}},
      seen: present(containerView({env: {COLOR: ''}})),
      verdict: passed,
    },
    {
      title: 'a variable that should not be there',
      params: {name: 'web', env: {COLOR: 'absent'}},
      seen: present(containerView({env: {COLOR: ''}})),
      verdict: unmet('differs', {
        kind: 'container',
        name: 'web',
        property: 'env',
        key: 'COLOR',
        expected: 'COLOR absent',
        seen: 'COLOR=',
      }),
    },
    ...property(
      'mounts',
      {mounts: {'/data': 'store'}},
      {mounts: [volume]},
      {mounts: [{...volume, source: 'other'}]},
      {key: '/data', expected: 'store:/data', seen: 'other:/data'},
    ),
    {
      title: 'a folder of the working folder',
      params: {name: 'web', mounts: {'/site/': './site'}},
      seen: present(containerView({mounts: [bind]})),
      verdict: passed,
    },
    ...property(
      'networks',
      {networks: ['app']},
      {networks: [{name: 'app', address: '', aliases: []}]},
      {},
      {key: 'app', expected: 'app', seen: 'bridge'},
    ),
    ...property(
      'memory',
      {memory: '64m'},
      {memoryBytes: 67_108_864},
      {memoryBytes: 65_536},
      {expected: '64m', seen: '64k'},
    ),
    {
      title: 'at most so much memory',
      params: {name: 'web', memory: '<= 1g'},
      seen: present(containerView({memoryBytes: 67_108_864})),
      verdict: passed,
    },
    ...property('cpus', {cpus: 0.5}, {cpus: 0.5}, {}, {expected: '0.5', seen: ''}),
    ...property(
      'restart',
      {restart: '~^on-failure'},
      {restart: 'on-failure:3'},
      {restart: ''},
      {expected: '~^on-failure', seen: 'no'},
    ),
    ...property(
      'labels',
      {labels: {tier: 'front'}},
      {labels: {tier: 'front'}},
      {},
      {key: 'tier', expected: 'tier=front', seen: ''},
    ),
    ...property(
      'health',
      {health: 'healthy'},
      {health: 'healthy'},
      {health: 'unhealthy'},
      {expected: 'healthy', seen: 'unhealthy'},
    ),
    {
      title: 'its health check has not decided',
      params: {name: 'web', health: 'healthy'},
      seen: present(containerView({health: 'starting'})),
      verdict: waiting('waiting-for-health', {name: 'web', health: 'healthy'}),
    },
    ...property('oomKilled', {oomKilled: true}, {oomKilled: true}, {}, {expected: 'true', seen: 'false'}),
    {
      title: 'any container of an image',
      params: {of: image, state: 'running'},
      seen: present([containerView({name: 'b', state: 'exited'}), containerView({name: 'a'})]),
      verdict: passed,
    },
    {
      title: 'none of the image is as wanted: the newest is told',
      params: {of: image, state: 'running'},
      seen: present([containerView({name: 'b', state: 'exited'}), containerView({name: 'a', state: 'paused'})]),
      verdict: unmet('differs', {
        kind: 'container',
        name: 'b',
        property: 'state',
        key: '',
        expected: 'running',
        seen: 'exited',
      }),
    },
    {
      title: 'one of the image is on its way',
      params: {of: image, state: 'running'},
      seen: present([
        containerView({name: 'b', state: 'exited'}),
        containerView({name: 'a', state: 'created', startedAt: ''}),
      ]),
      verdict: waiting('waiting-for-start', {name: 'a', state: 'created'}),
    },
    {
      title: 'no container of the image',
      params: {of: image},
      seen: absent(),
      verdict: unmet('none-of-image', {image, similar: []}),
    },
  ],
};
