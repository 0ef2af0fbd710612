import {catalogue} from '../../../../../src/sandbox/embedded/runtime/images/catalogue.ts';
import {type CalledEngine, calledEngine} from '../../called-engine.ts';

/** Somebody with the images of the catalogue, all containers in the network `room`. */
export interface ImageUser {
  readonly engine: CalledEngine;
  pull(name: string): Promise<void>;
  /** Starts a container named like its image without repository and tag, with the image's own command unless one is given. */
  start(
    image: string,
    given?: {readonly name?: string; readonly command?: readonly string[]; readonly more?: object},
  ): Promise<string>;
  /** Lets so much time go by. */
  pass(ms: number): Promise<void>;
  /** Everything a container has said. */
  logs(container: string): Promise<string>;
  state(container: string): Promise<{readonly Status: string; readonly ExitCode: number; readonly OOMKilled: boolean}>;
  /** Runs a container to its end: what it said. */
  run(image: string, ...command: readonly string[]): Promise<string>;
}

export async function imageUser(): Promise<ImageUser> {
  const engine = await calledEngine(catalogue);
  await engine.post('/networks/create', {Name: 'room'});
  let count = 0;

  const pull: ImageUser['pull'] = async (name) => {
    const pulled = await engine.post(`/images/create?fromImage=${encodeURIComponent(name)}`);
    while (!pulled.isDone()) await engine.clock.settle();
  };
  const logs: ImageUser['logs'] = async (container) =>
    (await engine.get(`/containers/${container}/logs?stdout=1&stderr=1`)).text().replaceAll('\r\n', '\n');
  const state: ImageUser['state'] = async (container) =>
    (await engine.get(`/containers/${container}/json`)).json<{State: Awaited<ReturnType<ImageUser['state']>>}>().State;
  const start: ImageUser['start'] = async (image, {name, command, more} = {}) => {
    await pull(image);
    const container = name ?? (image.split('/').at(-1) ?? image).replace(/:.*/, '');
    await engine.run(container, {
      Image: image,
      Tty: true,
      Cmd: command === undefined ? null : [...command],
      HostConfig: {NetworkMode: 'room'},
      ...more,
    });
    return container;
  };
  return {
    engine,
    pull,
    start,
    pass: (ms) => engine.clock.advance(ms),
    logs,
    state,
    async run(image, ...command) {
      count += 1;
      const name = await start(image, {name: `once-${count}`, command});
      await engine.clock.advance(5000);
      return logs(name);
    },
  };
}
