import {installedText} from '../programs/servers/apk/database.ts';
import {alpineSystem} from './alpine-accounts.ts';
import {defineImage, type ImageDefinition, type LayerDefinition, type LayerFiles} from './define-image.ts';
import {accountFiles, appletFiles, emptyDirectories, filler, usualPath} from './system-files.ts';

/** A release of Alpine Linux that images stand on. */
interface AlpineRelease {
  /** `3.20.6` */
  readonly version: string;
  readonly created: string;
}

const releases = {
  '3.18': {version: '3.18.12', created: '2025-02-14T03:28:36Z'},
  '3.19': {version: '3.19.7', created: '2025-02-14T03:28:36Z'},
  '3.20': {version: '3.20.6', created: '2025-02-14T03:28:36Z'},
  '3.21': {version: '3.21.3', created: '2025-02-14T03:28:36Z'},
} as const satisfies {readonly [branch: string]: AlpineRelease};

/** A user some image adds, with a group of its own. */
interface AddedUser {
  readonly name: string;
  readonly id: number;
  /** As `id` when absent. */
  readonly groupId?: number;
  readonly home: string;
}

/** The account files of an Alpine Linux that has one more user. */
export function alpineAccounts({name, id, groupId = id, home}: AddedUser): LayerFiles {
  const {users, groups} = alpineSystem;
  return accountFiles({
    users: `${users}${name}:x:${id}:${groupId}:${name}:${home}:/sbin/nologin\n`,
    groups: `${groups}${name}:x:${groupId}:${name}\n`,
  });
}

const inBin = new Set(
  (
    'arch ash base64 cat chgrp chmod chown cp date dd df dmesg echo egrep false fgrep getopt grep gunzip gzip hostname kill ' +
    'link ln login ls lsattr mkdir mknod mktemp more mount mountpoint mv netstat nice pidof ping ping6 printenv ps pwd rev rm ' +
    'rmdir sed sh sleep stat stty su sync tar touch true umount uname usleep watch zcat'
  ).split(' '),
);
const inSbin = new Set('arp fdisk halt ifconfig init ip losetup lsmod nologin poweroff reboot route sysctl'.split(' '));
const inUsrSbin = new Set('addgroup adduser arping chpasswd chroot crond delgroup deluser'.split(' '));

function placeOf(applet: string): string {
  if (inBin.has(applet)) return '/bin';
  if (inSbin.has(applet)) return '/sbin';
  return inUsrSbin.has(applet) ? '/usr/sbin' : '/usr/bin';
}

/** The one layer of an Alpine Linux: the same in all images that stand on it. */
export function alpineLayer(branch: keyof typeof releases): LayerDefinition {
  const {version, created} = releases[branch];
  return {
    createdBy: `ADD alpine-minirootfs-${version}-x86_64.tar.gz / # buildkit`,
    comment: 'buildkit.dockerfile.v0',
    created,
    files: {
      ...emptyDirectories,
      ...accountFiles(alpineSystem),
      ...appletFiles(placeOf, () => ({symlink: '/bin/busybox'})),
      '/bin/busybox': {program: 'busybox', size: 808_712},
      '/etc/alpine-release': {text: `${version}\n`},
      '/etc/apk/arch': {text: 'x86_64\n'},
      '/etc/apk/repositories': {
        text: `https://dl-cdn.alpinelinux.org/alpine/v${branch}/main\nhttps://dl-cdn.alpinelinux.org/alpine/v${branch}/community\n`,
      },
      '/etc/apk/world': {text: 'alpine-baselayout\nalpine-keys\napk-tools\nbusybox\nlibc-utils\n'},
      '/etc/hostname': {text: 'localhost\n'},
      '/etc/hosts': {text: '127.0.0.1\tlocalhost localhost.localdomain\n::1\t\tlocalhost localhost.localdomain\n'},
      '/etc/inittab': filler(570),
      '/etc/issue': {text: `Welcome to Alpine Linux ${branch}\nKernel \\r on an \\m (\\l)\n\n`},
      '/etc/motd': {text: 'Welcome to Alpine!\n\nYou can change this text by editing /etc/motd.\n\n'},
      '/etc/nsswitch.conf': {text: '# musl itself does not support NSS\nhosts: files dns\n'},
      '/etc/os-release': {
        text:
          `NAME="Alpine Linux"\nID=alpine\nVERSION_ID=${version}\nPRETTY_NAME="Alpine Linux v${branch}"\n` +
          'HOME_URL="https://alpinelinux.org/"\nBUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"\n',
      },
      '/etc/profile': {
        text: 'export PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"\nexport PAGER=less\numask 022\n',
      },
      '/etc/protocols': filler(2_831),
      '/etc/services': filler(12_813),
      '/etc/shells': {text: '# valid login shells\n/bin/sh\n/bin/ash\n'},
      '/etc/ssl/certs/ca-certificates.crt': filler(214_222),
      '/lib/apk/db/installed': {text: installedText()},
      '/lib/ld-musl-x86_64.so.1': filler(654_192, 0o755),
      '/lib/libapk.so.2.14.0': filler(180_000, 0o755),
      '/lib/libc.musl-x86_64.so.1': {symlink: 'ld-musl-x86_64.so.1'},
      '/lib/libcrypto.so.3': filler(4_509_024, 0o755),
      '/lib/libssl.so.3': filler(772_392, 0o755),
      '/lib/libz.so.1.3.1': filler(100_016, 0o755),
      '/media': {directory: true},
      '/mnt': {directory: true},
      '/opt': {directory: true},
      '/run': {directory: true},
      '/sbin/apk': {program: 'apk', size: 69_896},
      '/srv': {directory: true},
      '/usr/bin/ssl_client': filler(14_232, 0o755),
      '/usr/share/apk/keys': filler(9_000),
      '/usr/share/udhcpc/default.script': filler(4_000),
      '/var/cache/apk': {directory: true},
      '/var/empty': {directory: true, mode: 0o555},
      '/var/log': {directory: true},
      '/var/mail': {directory: true},
      '/var/run': {symlink: '../run'},
      '/var/spool/mail': {symlink: '../mail'},
    },
  };
}

/** Sets nothing but the command. */
export const shellCommand: LayerDefinition = {
  createdBy: 'CMD ["/bin/sh"]',
  comment: 'buildkit.dockerfile.v0',
  created: '2025-02-14T03:28:36Z',
  empty: true,
};

function alpine(branch: keyof typeof releases, more: readonly string[]): ImageDefinition {
  const {version, created} = releases[branch];
  return defineImage({
    names: [branch, version, ...more].map((tag) => `alpine:${tag}`),
    created,
    description: 'A minimal Docker image based on Alpine Linux with a complete package index and only 5 MB in size!',
    stars: 11_212,
    config: {Env: [usualPath], Cmd: ['/bin/sh'], WorkingDir: '/'},
    layers: [alpineLayer(branch), shellCommand],
  });
}

/** https://hub.docker.com/_/alpine */
export const alpines: readonly ImageDefinition[] = [
  alpine('3.18', []),
  alpine('3.19', []),
  alpine('3.20', []),
  alpine('3.21', ['latest', '3']),
];
