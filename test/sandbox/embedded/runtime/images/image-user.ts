import {catalogue} from '../../../../../src/sandbox/embedded/runtime/images/catalogue.ts';
import {type Answer, type CalledEngine, calledEngine} from '../../called-engine.ts';

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

  const whole = async (answer: Answer): Promise<string> => {
    while (!answer.isDone()) await engine.clock.advance(10);
    return answer.text();
  };
  /** Making a large image waits for its turn again and again: time must go by meanwhile. */
  const meanwhile = async <T>(promise: Promise<T>): Promise<T> => {
    let isOver = false;
    const end = (): void => {
      isOver = true;
    };
    promise.then(end, end);
    while (!isOver) await engine.clock.advance(10);
    return promise;
  };
  const pull: ImageUser['pull'] = async (name) => {
    await whole(await meanwhile(engine.post(`/images/create?fromImage=${encodeURIComponent(name)}`)));
  };
  const logs: ImageUser['logs'] = async (container) =>
    (await whole(await engine.get(`/containers/${container}/logs?stdout=1&stderr=1`))).replaceAll('\r\n', '\n');
  const state: ImageUser['state'] = async (container) =>
    (await engine.get(`/containers/${container}/json`)).json<{State: Awaited<ReturnType<ImageUser['state']>>}>().State;
  const start: ImageUser['start'] = async (image, {name, command, more} = {}) => {
    await pull(image);
    const container = name ?? (image.split('/').at(-1) ?? image).replace(/:.*/, '');
    await meanwhile(
      engine.run(container, {
        Image: image,
        Tty: true,
        Cmd: command === undefined ? null : [...command],
        HostConfig: {NetworkMode: 'room'},
        ...more,
      }),
    );
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
