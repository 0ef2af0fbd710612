import type {CallNote} from './exchange.ts';
import {list, number, object, type Raw, text, texts} from './raw-json.ts';

/** What the learner asked of a new container, in the words of `docker run`. */
export function noteCreate(note: CallNote, body: Raw): void {
  const host = object(body['HostConfig']);
  Object.assign(note.detail, {
    image: text(body['Image']),
    name: note.target,
    command: typeof body['Cmd'] === 'string' ? [body['Cmd']] : [...texts(body['Cmd'])],
    ports: publishedPorts(object(host['PortBindings'])),
    env: [...texts(body['Env'])],
    volumes: [...texts(host['Binds'])],
    tty: body['Tty'] === true,
    interactive: body['OpenStdin'] === true,
    remove: host['AutoRemove'] === true,
    network: text(host['NetworkMode']),
    memoryBytes: number(host['Memory']),
    cpus: number(host['NanoCpus']) / 1e9,
    restart: text(object(host['RestartPolicy'])['Name']),
  });
}

/** `8080:80`, or `80` when the host's port was left to Docker. */
function publishedPorts(bindings: Raw): string[] {
  return Object.entries(bindings).flatMap(([port, hosts]) =>
    list(hosts).map((host) => {
      const inside = port.replace(/\/tcp$/, '');
      const outside = text(object(host)['HostPort']);
      return outside ? `${outside}:${inside}` : inside;
    }),
  );
}
