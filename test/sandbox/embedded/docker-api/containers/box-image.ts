import {defineImage, type FileDefinition} from '../../../../../src/sandbox/embedded/runtime/images/define-image.ts';
import {testPrograms} from './programs.ts';

const programs: {readonly [path: string]: FileDefinition} = Object.fromEntries(
  testPrograms.map(({name}) => [`/bin/${name}`, {program: name}]),
);

const base = {
  createdBy: 'ADD rootfs.tar / # buildkit',
  files: {
    ...programs,
    '/etc/passwd': {text: 'root:x:0:0:root:/root:/bin/sh\nweb:x:101:102:web:/srv:/bin/sh\n'},
    '/etc/group': {text: 'root:x:0:\nweb:x:102:\nwheel:x:10:root,web\nlogs:x:200:web\n'},
    '/etc/motd': {text: 'welcome\n'},
    '/srv/index.html': {text: '<h1>hello</h1>\n', uid: 101, gid: 102},
    '/srv/pages': {directory: true, mode: 0o700, uid: 101, gid: 102},
    '/bin/script': {text: '#!/bin/nosuch\n', mode: 0o755},
    '/bin/broken': {text: 'neither\n', mode: 0o755},
    '/tmp': {directory: true, mode: 0o1777},
    '/var/run': {symlink: '/run'},
    '/run': {directory: true},
    '/root': {directory: true, mode: 0o700},
  },
} as const;

/** An image with the test programs, and one with everything an image can say. */
export const boxCatalogue = [
  defineImage({
    names: ['box:1', 'box:latest'],
    created: '2025-01-01T00:00:00Z',
    config: {Env: ['PATH=/bin'], Cmd: ['sleep', '1000']},
    layers: [base],
  }),
  defineImage({
    names: ['web:1'],
    created: '2025-01-02T00:00:00Z',
    config: {
      Env: ['PATH=/bin', 'WEB=1'],
      Entrypoint: ['echo', 'web'],
      Cmd: ['-f'],
      ExposedPorts: {'80/tcp': {}, '443/tcp': {}},
      Volumes: {'/srv': {}},
      WorkingDir: '/srv/pages',
      Labels: {maintainer: 'tests'},
      StopSignal: 'SIGUSR1',
      Healthcheck: {Test: ['CMD', 'exit', '0'], Interval: 2_000_000_000},
    },
    layers: [base, {createdBy: 'CMD', empty: true}],
  }),
];
