import {defineImage, type LayerFiles} from './define-image.ts';
import {accountFiles, appletFiles, emptyDirectories, filler, usualPath} from './system-files.ts';

const users = `root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
bin:x:2:2:bin:/bin:/bin/false
sys:x:3:3:sys:/dev:/bin/false
sync:x:4:100:sync:/bin:/bin/sync
mail:x:8:8:mail:/var/spool/mail:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
operator:x:37:37:Operator:/var:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
`;

const groups = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
lp:x:7:
mail:x:8:
kmem:x:9:
wheel:x:10:root
cdrom:x:11:
dialout:x:18:
floppy:x:19:
video:x:28:
audio:x:29:
tape:x:32:
www-data:x:33:
operator:x:37:
utmp:x:43:
plugdev:x:46:
staff:x:50:
lock:x:54:
netdev:x:82:
users:x:100:
nobody:x:65534:
`;

const files: LayerFiles = {
  ...emptyDirectories,
  ...accountFiles({users, groups}),
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
