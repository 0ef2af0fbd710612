import type {BuildStep, ImageSource} from './archive.ts';
import type {DebianFiles} from './debian.ts';
import {standInLabels} from './stand-in.ts';
import {busyboxFiles, skeleton} from './userland.ts';

/** The one layer alpine, nginx and registry share, as their official images share one. */
export async function alpineLayer(debian: DebianFiles): Promise<BuildStep> {
  return {
    createdBy: 'ADD alpine-stand-in-rootfs-3.20-x86_64.tar.gz / # buildkit',
    files: {
      ...skeleton(),
      ...(await busyboxFiles(debian, 'spread')),
      'etc/alpine-release': {kind: 'file', data: '3.20.6\n'},
      'etc/os-release': {kind: 'file', data: osRelease},
      'etc/profile': {kind: 'file', data: profile},
      'etc/shells': {kind: 'file', data: '/bin/sh\n/bin/ash\n'},
      'usr/local/bin': {kind: 'folder'},
      'usr/share': {kind: 'folder'},
    },
  };
}

// The image's creation date rides along, or the shared layer's bytes would differ from image to image.
export const alpineCreated = '2025-04-16T14:50:31Z';

const osRelease = `NAME="Alpine Linux (stand-in)"
ID=alpine
VERSION_ID=3.20.6
PRETTY_NAME="Alpine Linux v3.20 (stand-in: busybox from Debian)"
`;

const profile = `export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PS1='\\h:\\w\\$ '
umask 022
`;

/** A small system with a shell; without apk, since nothing could be installed anyway. */
export async function alpine(debian: DebianFiles): Promise<ImageSource> {
  return {
    reference: 'alpine:3.20',
    created: alpineCreated,
    steps: [await alpineLayer(debian), {createdBy: 'CMD ["/bin/sh"]'}],
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Cmd: ['/bin/sh'],
      WorkingDir: '/',
      Labels: standInLabels('alpine:3.20', `Debian's busybox-static ${debian.versions['busybox-static']}, no apk`),
    },
  };
}
