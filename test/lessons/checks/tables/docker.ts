import {absent, imageView, noDocker, noDockerVerdict, passed, present, type Row, type Table, unmet} from './table.ts';

const differs = (kind: string, name: string, property: string, expected: string, seen: string, key = '') =>
  unmet('differs', {kind, name, property, key, expected, seen});
const image = (property: string, expected: string, seen: string, key = '') =>
  differs('image', 'web:1', property, expected, seen, key);
const ofImage = (
  title: string,
  wanted: Row['params'],
  view: Parameters<typeof imageView>[0],
  verdict: Row['verdict'],
): Row => ({
  title,
  params: {reference: 'web:1', ...wanted},
  seen: present(imageView(view)),
  verdict,
});

export const images: Table = {
  type: 'image',
  rows: [
    ofImage('it is there', {}, {}, passed),
    {
      title: 'it is not there',
      params: {reference: 'web:1'},
      seen: absent('web:2'),
      verdict: unmet('not-there', {kind: 'image', name: 'web:1', similar: ['web:2']}),
    },
    {title: 'Docker is gone', params: {reference: 'web:1'}, seen: noDocker, verdict: noDockerVerdict},
    ofImage('another name of the same image', {sameAs: 'web'}, {id: 'sha256:a1', twinId: 'sha256:a1'}, passed),
    ofImage(
      'the name of another image',
      {sameAs: 'web', user: 'web'},
      {id: 'sha256:a1', twinId: 'sha256:b2'},
      image('sameAs', 'web', 'sha256:b2'),
    ),
    ofImage('no image to be the same as', {sameAs: 'web'}, {id: 'sha256:a1'}, image('sameAs', 'web', '')),
    ofImage('its parent comes first', {extends: 'busybox:1.36'}, {parentLayers: ['sha256:l1']}, passed),
    ofImage(
      'another parent',
      {extends: 'busybox:1.36'},
      {parentLayers: ['sha256:l9']},
      image('extends', 'busybox:1.36', ''),
    ),
    ofImage('a parent that is not there', {extends: 'busybox:1.36'}, {}, image('extends', 'busybox:1.36', '')),
    ofImage(
      'no layer of its own',
      {extends: 'busybox:1.36'},
      {parentLayers: ['sha256:l1', 'sha256:l2']},
      image('layersAdded', 'busybox:1.36', 'busybox:1.36'),
    ),
    ofImage('command as a list', {command: ['httpd', '-f']}, {}, passed),
    ofImage('another command', {command: 'httpd'}, {}, image('command', 'httpd', 'httpd -f')),
    ofImage('entrypoint', {entrypoint: '~entry'}, {entrypoint: ['/entry.sh']}, passed),
    ofImage('no entrypoint', {entrypoint: '~entry'}, {}, image('entrypoint', '~entry', '')),
    ofImage('environment', {env: {COLOR: 'blue'}}, {env: {COLOR: 'blue'}}, passed),
    ofImage('no such variable', {env: {COLOR: 'blue'}}, {}, image('env', 'COLOR=blue', '', 'COLOR')),
    ofImage('label', {labels: {by: 'present'}}, {labels: {by: 'me'}}, passed),
    ofImage('no label', {labels: {by: 'present'}}, {}, image('labels', 'by present', '', 'by')),
    ofImage('exposed port', {exposed: [80]}, {exposed: [443, 80]}, passed),
    ofImage('another exposed port', {exposed: [80]}, {exposed: [443]}, image('exposed', '80', '443', '80')),
    ofImage('user', {user: 'web'}, {user: 'web'}, passed),
    ofImage('root', {user: 'web'}, {}, image('user', 'web', '')),
    ofImage('working folder', {workingFolder: '/app'}, {workingFolder: '/app'}, passed),
    ofImage(
      'another working folder',
      {workingFolder: '/app'},
      {workingFolder: '/'},
      image('workingFolder', '/app', '/'),
    ),
  ],
};

export const volumes: Table = {
  type: 'volume',
  rows: [
    {title: 'it is there', params: {name: 'store'}, seen: present({name: 'store', usedBy: []}), verdict: passed},
    {
      title: 'it is not there',
      params: {name: 'store'},
      seen: absent(),
      verdict: unmet('not-there', {kind: 'volume', name: 'store', similar: []}),
    },
    {
      title: 'somebody uses it',
      params: {name: 'store', usedBy: 'db'},
      seen: present({name: 'store', usedBy: ['a', 'db']}),
      verdict: passed,
    },
    {
      title: 'nobody uses it',
      params: {name: 'store', usedBy: 'db'},
      seen: present({name: 'store', usedBy: []}),
      verdict: differs('volume', 'store', 'usedBy', 'db', '', 'db'),
    },
    {title: 'Docker is gone', params: {name: 'store'}, seen: noDocker, verdict: noDockerVerdict},
  ],
};

export const networks: Table = {
  type: 'network',
  rows: [
    {
      title: 'it is there',
      params: {name: 'app', driver: 'bridge'},
      seen: present({name: 'app', driver: 'bridge'}),
      verdict: passed,
    },
    {
      title: 'another driver',
      params: {name: 'app', driver: 'bridge'},
      seen: present({name: 'app', driver: 'host'}),
      verdict: differs('network', 'app', 'driver', 'bridge', 'host'),
    },
    {
      title: 'it is not there',
      params: {name: 'app'},
      seen: absent('apps'),
      verdict: unmet('not-there', {kind: 'network', name: 'app', similar: ['apps']}),
    },
    {
      title: 'both are on it',
      params: {name: 'app', containers: ['web', 'db']},
      seen: present({name: 'app', containers: ['db', 'web']}),
      verdict: passed,
    },
    {
      title: 'one is not on it',
      params: {name: 'app', containers: ['web', 'db']},
      seen: present({name: 'app', containers: ['web']}),
      verdict: differs('network', 'app', 'containers', 'db', 'web', 'db'),
    },
    {title: 'Docker is gone', params: {name: 'app'}, seen: noDocker, verdict: noDockerVerdict},
  ],
};

const reference = 'localhost:5001/web:1';
const registryView = {repository: 'localhost:5001/web', tag: '1', digest: 'sha256:aa', tags: ['1', '2']};

export const registries: Table = {
  type: 'registry',
  rows: [
    {title: 'the tag is there', params: {reference}, seen: present(registryView), verdict: passed},
    {
      title: 'the repository is there, the tag is not',
      params: {reference},
      seen: present({...registryView, digest: '', tags: ['2']}),
      verdict: unmet('not-in-registry', {reference, registry: 'localhost:5001', similar: ['2']}),
    },
    {
      title: 'no such repository',
      params: {reference},
      seen: absent('localhost:5001/wed'),
      verdict: unmet('not-in-registry', {reference, registry: 'localhost:5001', similar: ['localhost:5001/wed']}),
    },
    {
      title: 'a second tag is missing',
      params: {reference, tags: ['1', '3']},
      seen: present(registryView),
      verdict: differs('registry', reference, 'tags', '3', '1, 2', '3'),
    },
    {
      title: 'no registry answers: the learner’s own to mend',
      params: {reference},
      seen: {
        state: 'unreachable',
        reason: {cause: 'registry-not-reachable', params: {registry: 'localhost:5001', reason: 'ECONNREFUSED'}},
      },
      verdict: unmet('registry-not-reachable', {registry: 'localhost:5001', reason: 'ECONNREFUSED'}),
    },
  ],
};

const gone = (kind: string, name: string): readonly Row[] => [
  {title: `no ${kind}`, params: {[kind]: name}, seen: absent(), verdict: passed},
  {
    title: `the ${kind} is still there`,
    params: {[kind]: name},
    seen: present({}),
    verdict: unmet('still-there', {kind, name}),
  },
];

export const absents: Table = {
  type: 'absent',
  rows: [
    ...gone('container', 'web'),
    ...gone('image', 'web:1'),
    ...gone('volume', 'store'),
    ...gone('network', 'app'),
    ...gone('file', 'notes.txt'),
    {title: 'Docker is gone', params: {container: 'web'}, seen: noDocker, verdict: noDockerVerdict},
  ],
};
