import type {ServerAbout} from './engine/engine.ts';
import {knows} from './engine/version.ts';

/** Whether a server has what a flag or command needs: `api:1.44`, `experimental`, `os:windows`, `swarm`. */
export function isOffered(needs: string | undefined, about: ServerAbout): boolean {
  return lacking('', needs, about) === undefined;
}

/** What a server lacks of that, as docker says it; undefined when nothing, or when there is no server to ask. */
export function lacking(name: string, needs: string | undefined, about: ServerAbout): string | undefined {
  if (needs === undefined || !about.answered) return undefined;
  const [kind, wanted = ''] = needs.split(':');
  switch (kind) {
    case 'api':
      if (knows(about.api, wanted)) return undefined;
      return `"${name}" requires API version ${wanted}, but the Docker daemon API version is ${about.api}`;
    case 'experimental':
      if (about.experimental) return undefined;
      return `"${name}" is only supported on a Docker daemon with experimental features enabled`;
    case 'os':
      if (about.os === wanted || about.os === '') return undefined;
      return `"${name}" is only supported on a Docker daemon running on ${wanted}, but the Docker daemon is running on ${about.os}`;
    default:
      return undefined;
  }
}
