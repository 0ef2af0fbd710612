import {
  defineImage,
  type FileDefinition,
  type ImageDefinition,
} from '../../../../../src/sandbox/embedded/runtime/images/define-image.ts';
import {appletNames} from '../../../../../src/sandbox/embedded/runtime/programs/busybox.ts';

const env = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'];
/** As the stand-ins of a real daemon have it, so that both have labels. */
const labels = {'org.opencontainers.image.description': 'a base for tests'};

const applets: {readonly [path: string]: FileDefinition} = Object.fromEntries(
  appletNames().map((name) => [`/bin/${name}`, {symlink: 'busybox'}]),
);

/** The directories and accounts of the stand-ins, with the engine's own busybox. */
const files: {readonly [path: string]: FileDefinition} = {
  ...applets,
  '/bin/busybox': {program: 'busybox'},
  '/bin/sh': {symlink: 'busybox'},
  '/etc/passwd': {
    text:
      'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\n' +
      'www-data:x:33:33:www-data:/var/www:/bin/false\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
  },
  '/etc/group': {text: 'root:x:0:\ndaemon:x:1:\nwww-data:x:33:\nnobody:x:65534:\n'},
  '/home': {directory: true},
  '/opt': {directory: true},
  '/proc': {directory: true},
  '/root': {directory: true, mode: 0o700},
  '/run': {directory: true},
  '/srv': {directory: true},
  '/sys': {directory: true},
  '/tmp': {directory: true, mode: 0o1777},
  '/var/log': {directory: true},
  '/var/tmp': {directory: true, mode: 0o1777},
};

const osRelease =
  'NAME="Alpine Linux (stand-in)"\nID=alpine\nVERSION_ID=3.20.6\n' +
  'PRETTY_NAME="Alpine Linux v3.20 (stand-in: busybox from Debian)"\n';

/** What the corpus builds on. */
export const baseCatalogue: readonly ImageDefinition[] = [
  defineImage({
    names: ['busybox:1.36'],
    created: '2024-09-26T21:31:42Z',
    config: {Env: env, Cmd: ['sh'], Labels: labels},
    layers: [
      {createdBy: 'BusyBox', files},
      {createdBy: 'CMD ["sh"]', empty: true},
    ],
  }),
  defineImage({
    names: ['alpine:3.20'],
    created: '2025-04-16T14:50:31Z',
    config: {Env: env, Cmd: ['/bin/sh'], WorkingDir: '/', Labels: labels},
    layers: [
      {createdBy: 'ADD rootfs.tar.gz / # buildkit', files: {...files, '/etc/os-release': {text: osRelease}}},
      {createdBy: 'CMD ["/bin/sh"]', empty: true},
    ],
  }),
];
