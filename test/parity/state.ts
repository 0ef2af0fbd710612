import {z} from 'zod';
import {callSocket} from '../sandbox/embedded/served-engine.ts';
import type {Client} from './run.ts';

/** The line between what a command printed and the state after it. */
export const stateFollows = 'then there is';

const containers = z.array(
  z.object({
    Names: z.array(z.string()),
    Image: z.string(),
    State: z.string(),
    Ports: z.array(z.object({PrivatePort: z.number(), PublicPort: z.number().optional(), Type: z.string()})),
    Mounts: z.array(z.object({Type: z.string(), Destination: z.string(), RW: z.boolean()})),
    NetworkSettings: z.object({Networks: z.record(z.string(), z.unknown())}),
  }),
);
const networks = z.array(z.object({Name: z.string(), Driver: z.string(), Internal: z.boolean()}));
const volumes = z.object({Volumes: z.array(z.object({Name: z.string(), Driver: z.string()})).nullable()});

/** What the Engine's API tells of the objects whose names begin so, as one line each. */
async function observeState(socketPath: string, prefix: string): Promise<readonly string[]> {
  const read = async (path: string): Promise<unknown> => {
    const filters = encodeURIComponent(JSON.stringify({name: [prefix]}));
    const {text} = await callSocket(socketPath, {method: 'GET', path: `/v1.41/${path}filters=${filters}`});
    return JSON.parse(text);
  };
  const own = containers.parse(await read('containers/json?all=1&'));
  const lines = [
    ...own.map(({NetworkSettings, Ports, ...rest}) =>
      JSON.stringify({
        ...rest,
        Ports: Ports.map((port) => JSON.stringify(port)).sort(),
        Networks: Object.keys(NetworkSettings.Networks).sort(),
      }),
    ),
    ...networks.parse(await read('networks?')).map((network) => JSON.stringify(network)),
    ...(volumes.parse(await read('volumes?')).Volumes ?? []).map((volume) => JSON.stringify(volume)),
  ];
  return lines.sort();
}

/** A client after each of whose commands the state of its Engine is seen as well: behind what it printed. */
export function watched(
  client: Client,
  {socketPath, prefix}: {readonly socketPath: string; readonly prefix: string},
): Client {
  return {
    name: client.name,
    async run(invocation) {
      const outcome = await client.run({...invocation, env: {...invocation.env, DOCKER_API_VERSION: '1.41'}});
      const state = await observeState(socketPath, prefix);
      return {...outcome, stdout: [outcome.stdout, stateFollows, ...state].join('\n')};
    },
  };
}
