import {defineCommand} from '../app.ts';
import {type Json, object, objects, text} from '../json.ts';
import {containerPath} from './paths.ts';

/** `docker port`. https://docs.docker.com/reference/cli/docker/container/port/ */
export const port = defineCommand({
  usage: 'CONTAINER [PRIVATE_PORT[/PROTO]]',
  short: 'List port mappings or a specific mapping for the container',
  aliases: 'docker container port, docker port',
  flags: [],
  args: {kind: 'between', least: 1, most: 2},
  async run({app, args: [name = '', wanted]}) {
    const container = object(await app.engine.json({path: containerPath(name, 'json')}));
    const ports = object(object(container['NetworkSettings'])['Ports']);
    const lines = wanted === undefined ? allPorts(ports) : onePort(ports, wanted, name);
    await app.print(
      sortNaturally(lines)
        .map((line) => `${line}\n`)
        .join(''),
    );
    return 0;
  },
});

function allPorts(ports: Json): readonly string[] {
  return Object.entries(ports).flatMap(([key, bindings]) =>
    objects(bindings).map((binding) => `${key} -> ${address(binding)}`),
  );
}

function onePort(ports: Json, wanted: string, name: string): readonly string[] {
  const [, number = wanted, protocol = 'tcp'] = /^([^/]+)\/(.+)$/.exec(wanted) ?? [];
  if (!/^\d+(-\d+)?$/.test(number))
    throw new Error(
      `Error: invalid port (${number}): strconv.ParseUint: parsing ${JSON.stringify(number)}: invalid syntax`,
    );
  const bindings = objects(ports[`${number}/${protocol}`]);
  if (bindings.length === 0) throw new Error(`Error: No public port '${wanted}' published for ${name}`);
  return bindings.map(address);
}

function address({HostIp, HostPort}: Json): string {
  const ip = text(HostIp);
  return `${ip.includes(':') ? `[${ip}]` : ip}:${text(HostPort)}`;
}

/** Numbers in a text count as numbers: 80 comes before 443. */
export function sortNaturally(lines: readonly string[]): readonly string[] {
  const collator = new Intl.Collator('en', {numeric: true});
  return lines.toSorted((a, b) => collator.compare(a, b));
}
