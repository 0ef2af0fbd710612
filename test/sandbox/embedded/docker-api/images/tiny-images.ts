import {
  defineImage,
  type ImageDefinition,
  type LayerDefinition,
} from '../../../../../src/sandbox/embedded/runtime/images/define-image.ts';

/** A layer two of the images share. */
const base: LayerDefinition = {
  createdBy: 'ADD rootfs.tar.gz / # buildkit',
  created: '2025-01-01T00:00:00Z',
  files: {
    '/bin/sh': {program: 'sh', size: 900_000},
    '/bin/ls': {link: '/bin/sh'},
    '/etc/passwd': {text: 'root:x:0:0:root:/root:/bin/sh\n'},
    '/etc/motd': {text: 'welcome\n', mode: 0o600, uid: 101, gid: 102},
    '/lib64': {symlink: 'lib'},
    '/tmp': {directory: true, mode: 0o1777},
    '/var/log': {directory: true},
  },
};

const env = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'];

const tiny = defineImage({
  names: ['tiny:1.0', 'tiny:latest'],
  created: '2025-01-02T03:04:05Z',
  description: 'A tiny image for tests',
  stars: 3,
  config: {Env: env, Cmd: ['sh']},
  layers: [base, {createdBy: 'CMD ["sh"]', empty: true}],
});

const tinyWeb = defineImage({
  names: ['tiny-web:2'],
  created: '2025-02-03T04:05:06Z',
  description: 'A tiny web server for tests, on tiny',
  stars: 9,
  config: {
    Env: [...env, 'WEB_VERSION=2'],
    Cmd: ['web', '-f'],
    Entrypoint: ['/entry.sh'],
    ExposedPorts: {'80/tcp': {}},
    StopSignal: 'SIGQUIT',
    Labels: {maintainer: 'tests <tests@example.com>'},
  },
  layers: [
    base,
    {createdBy: 'ENV WEB_VERSION=2', empty: true},
    {
      createdBy: 'COPY web /usr/sbin/web # buildkit',
      files: {'/usr/sbin/web': {program: 'web', size: 20_000_000}, '/srv/index.html': {text: '<h1>hello</h1>\n'}},
    },
    {createdBy: 'RUN echo done', files: {'/entry.sh': {text: '#!/bin/sh\nexec "$@"\n', mode: 0o755}}},
    {createdBy: 'EXPOSE map[80/tcp:{}]', empty: true},
  ],
});

const pause = defineImage({
  names: ['registry.k8s.io/pause:3.10'],
  created: '2024-05-16T07:07:07Z',
  config: {Entrypoint: ['/pause']},
  layers: [{createdBy: 'ADD pause /pause', files: {'/pause': {program: 'pause', size: 700_000}}}],
});

const team = defineImage({
  names: ['team/app:1', 'team/app:2'],
  created: '2024-05-16T07:07:07Z',
  config: {},
  layers: [{createdBy: 'COPY app /app', files: {'/app': {program: 'app'}}}],
});

export const tinyCatalogue: readonly ImageDefinition[] = [tiny, tinyWeb, pause, team];
