import type {ImageView} from '../../observation.ts';
import {environment, portNumbers} from './describe-container.ts';
import {number, object, text, textMap, texts} from './read-json.ts';

/** An image in the words of the docker CLI, from `GET /images/{name}/json`. */
export function describeImage(inspected: unknown): ImageView {
  return {
    id: text(inspected, 'Id'),
    // Lists of older daemons say `<none>:<none>` for an image without a name.
    tags: texts(inspected, 'RepoTags').filter((tag) => !tag.startsWith('<none>')),
    digests: texts(inspected, 'RepoDigests').filter((digest) => !digest.startsWith('<none>')),
    layers: texts(inspected, 'RootFS', 'Layers'),
    sizeBytes: number(inspected, 'Size'),
    createdAt: text(inspected, 'Created'),
    entrypoint: texts(inspected, 'Config', 'Entrypoint'),
    command: texts(inspected, 'Config', 'Cmd'),
    env: environment(texts(inspected, 'Config', 'Env')),
    labels: textMap(inspected, 'Config', 'Labels'),
    exposed: portNumbers(object(inspected, 'Config', 'ExposedPorts')),
    workingFolder: text(inspected, 'Config', 'WorkingDir'),
    user: text(inspected, 'Config', 'User'),
  };
}

/**
 * A reference with nothing left out, so that two can be compared: `nginx` and `docker.io/library/nginx:latest`
 * are both `docker.io/library/nginx:latest`.
 */
export function fullReference(reference: string): string {
  const [name = '', digest] = reference.split('@', 2);
  const [first = '', ...rest] = name.split('/');
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const host = hasHost && first !== 'index.docker.io' ? first : 'docker.io';
  const path = hasHost ? rest.join('/') : name;
  const repository = host === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
  if (digest !== undefined) return `${host}/${repository.replace(/:[^/]*$/, '')}@${digest}`;
  return `${host}/${repository}${/:[^/]+$/.test(repository) ? '' : ':latest'}`;
}
