import {goTime} from '../containers/go-time.ts';
import type {Volume} from './volume.ts';

/** Docker's own mark of a volume nobody gave a name. */
export const anonymousLabel = 'com.docker.volume.anonymous';

/** A volume as the API shows it. https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Volume/operation/VolumeInspect */
export function volumeJson(
  {name, createdMs, labels, options}: Volume,
  usage?: {readonly RefCount: number; readonly Size: number},
): object {
  return {
    CreatedAt: goTime(Math.floor(createdMs / 1000) * 1000),
    Driver: 'local',
    Labels: orNull(labels),
    Mountpoint: `/var/lib/docker/volumes/${name}/_data`,
    Name: name,
    Options: orNull(options),
    Scope: 'local',
    ...(usage ? {UsageData: usage} : {}),
  };
}

function orNull(map: {readonly [name: string]: string}): object | null {
  return Object.keys(map).length === 0 ? null : map;
}
