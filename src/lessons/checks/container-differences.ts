import type {ContainerView} from '../../observation.ts';
import {commandDiffers, differs, listDiffers, mapDiffers} from './compare.ts';
import type {ContainerParams} from './container-params.ts';
import {isPlain, type Matcher, matches} from './matchers.ts';
import {sameReference} from './reference.ts';
import {sizeMatches, sizeText} from './sizes.ts';
import type {Difference} from './verdict.ts';

/** Everything but state, exit code and health that is not as wanted, in the order it is told. */
export function containerDifferences(wanted: ContainerParams, seen: ContainerView): readonly Difference[] {
  return [
    ...imageDiffers(wanted.image, seen.image),
    ...commandDiffers('command', wanted.command, seen.command, seen.entrypoint),
    ...portsDiffer(wanted.ports, seen),
    ...mapDiffers('env', wanted.env, seen.env),
    ...mountsDiffer(wanted.mounts, seen),
    ...listDiffers(
      'networks',
      wanted.networks,
      seen.networks.map(({name}) => name),
    ),
    ...memoryDiffers(wanted.memory, seen.memoryBytes),
    ...differs('cpus', wanted.cpus, seen.cpus === 0 ? '' : seen.cpus),
    ...differs('restart', wanted.restart, seen.restart === '' ? 'no' : seen.restart),
    ...mapDiffers('labels', wanted.labels, seen.labels),
  ];
}

/** A published port as `docker ps` has it, without the address: `8080->80`, `53->53/udp`. */
export function portText({host, container, protocol}: ContainerView['ports'][number]): string {
  return `${host}->${container}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}

function imageDiffers(wanted: Matcher | undefined, seen: string): readonly Difference[] {
  if (typeof wanted === 'string' && isPlain(wanted) && sameReference(wanted, seen)) return [];
  return differs('image', wanted, seen);
}

function portsDiffer(wanted: ContainerParams['ports'], {ports}: ContainerView): readonly Difference[] {
  const seen = [...new Set(ports.map(portText))];
  return Object.entries(wanted ?? {})
    .map(([host, container]) => `${host}->${container}`)
    .filter((port) => !seen.includes(port))
    .map((port) => ({property: 'ports', key: port.split('->')[0] ?? '', expected: port, seen: seen.join(', ')}));
}

/** `./site` is a folder of the working folder; anything else with a slash is compared as a path, a word as a volume. */
function mountsDiffer(wanted: ContainerParams['mounts'], {mounts}: ContainerView): readonly Difference[] {
  return Object.entries(wanted ?? {}).flatMap(([target, source]) => {
    const there = mounts.find((mount) => trimmed(mount.target) === trimmed(target));
    if (sourceMatches(source, there?.source)) return [];
    const expected = `${String(source)}:${target}`;
    return [{property: 'mounts', key: target, expected, seen: there ? `${there.source}:${there.target}` : ''}];
  });
}

function sourceMatches(wanted: Matcher, seen: string | undefined): boolean {
  if (matches(wanted, seen)) return true;
  if (seen === undefined || typeof wanted !== 'string' || !wanted.startsWith('./')) return false;
  return trimmed(seen).endsWith(trimmed(wanted.slice(1)));
}

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

function memoryDiffers(wanted: string | number | undefined, seenBytes: number): readonly Difference[] {
  if (wanted === undefined || sizeMatches(wanted, seenBytes)) return [];
  const expected = typeof wanted === 'number' ? sizeText(wanted) : wanted;
  return [{property: 'memory', key: '', expected, seen: seenBytes === 0 ? '' : sizeText(seenBytes)}];
}
