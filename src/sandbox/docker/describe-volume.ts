import type {VolumeView} from '../../observation.ts';
import {list, text, textMap, texts} from './read-json.ts';

/** A volume, from `GET /volumes/{name}`, with who uses it, from `GET /containers/json?all=1`. */
export function describeVolume(inspected: unknown, containers: readonly unknown[]): VolumeView {
  const name = text(inspected, 'Name');
  const users = containers.filter((one) => list(one, 'Mounts').some((mount) => text(mount, 'Name') === name));
  return {name, labels: textMap(inspected, 'Labels'), usedBy: users.map(listedName)};
}

/** The name of a container as `GET /containers/json` lists it; names with a second slash are links to it. */
export function listedName(listed: unknown): string {
  const names = texts(listed, 'Names').map((name) => name.replace(/^\//, ''));
  return names.find((name) => !name.includes('/')) ?? names[0] ?? '';
}
