import type {ImageSource} from './archive.ts';
import type {DebianFiles} from './debian.ts';
import {standInLabels} from './stand-in.ts';
import {busyboxFiles, skeleton} from './userland.ts';

/** One layer, as the official image: busybox and a handful of files. */
export async function busybox(debian: DebianFiles): Promise<ImageSource> {
  const version = debian.versions['busybox-static'];
  return {
    reference: 'busybox:1.36',
    created: '2024-09-26T21:31:42Z',
    steps: [
      {
        createdBy: `BusyBox (static, Debian ${version})`,
        files: {...skeleton(), ...(await busyboxFiles(debian, 'bin'))},
      },
      {createdBy: 'CMD ["sh"]'},
    ],
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Cmd: ['sh'],
      Labels: standInLabels('busybox:1.36', `Debian's busybox-static ${version}`),
    },
  };
}
