import {defineImage, type LayerFiles} from './define-image.ts';
import {accountFiles, appletFiles, emptyDirectories, filler, usualPath} from './system-files.ts';

const files: LayerFiles = {
  ...emptyDirectories,
  ...accountFiles([{name: 'www-data', id: 33, home: '/var/www'}]),
  '/bin/busybox': {program: 'busybox', size: 1_169_000},
  ...appletFiles(
    () => '/bin',
    () => ({link: '/bin/busybox'}),
  ),
  '/etc/localtime': filler(114),
  '/etc/network/if-down.d': {directory: true},
  '/etc/network/if-up.d': {directory: true},
  '/etc/nsswitch.conf': {text: '# GNU Name Service Switch\nhosts: files dns\n'},
  '/lib/ld-linux-x86-64.so.2': filler(210_904, 0o755),
  '/lib/libc.so.6': filler(1_926_256, 0o755),
  '/lib/libm.so.6': filler(907_784, 0o644),
  '/lib/libpthread.so.0': filler(14_480),
  '/lib/libresolv.so.2': filler(60_328),
  '/lib64': {symlink: 'lib'},
  '/usr/bin/env': {symlink: '../../bin/env'},
  '/usr/sbin': {directory: true},
  '/var/spool/mail': {directory: true},
  '/var/www': {directory: true},
};

/** Many small programs in one: the image beginners run first. https://hub.docker.com/_/busybox */
export const busybox = defineImage({
  names: ['busybox:1.36', 'busybox:1.36.1', 'busybox:latest', 'busybox:stable', 'busybox:musl', 'busybox:glibc'],
  created: '2024-09-26T21:31:42Z',
  description: 'Busybox base image.',
  stars: 3352,
  config: {Env: [usualPath], Cmd: ['sh']},
  layers: [
    {createdBy: 'BusyBox 1.36.1 (glibc), Debian 12', files},
    {createdBy: 'CMD ["sh"]', empty: true},
  ],
});
