import {connect, createServer} from 'node:net';
import {join} from 'node:path';

/** An address in front of an Engine that notes what is asked of it. */
export interface RecordedCalls {
  /** As DOCKER_HOST has it. */
  readonly host: string;
  /** Every call but those for greeting: method, path, and the body where it is JSON. In the order they came. */
  take(): readonly string[];
  stop(): Promise<void>;
}

const call = /(GET|POST|PUT|DELETE) \/v[\d.]+(\S+) HTTP\/1\.1\r\n(?:[^\r\n]+\r\n)*\r\n(?:(\{.*\})\n)?/g;

/** Listens at a socket in `folder` and hands everything on to a unix socket. */
export async function recordCalls(folder: string, target: string): Promise<RecordedCalls> {
  let asked: {text: string}[] = [];
  // One side may be done with writing long before the other: an exec without input.
  const server = createServer({allowHalfOpen: true}, (client) => {
    const heard = {text: ''};
    asked.push(heard);
    const engine = connect({path: target.replace(/^unix:\/\//, ''), allowHalfOpen: true});
    client.on('data', (piece) => {
      heard.text += piece.toString('latin1');
    });
    client.pipe(engine).pipe(client);
    for (const end of [client, engine]) end.on('error', () => [client, engine].map((one) => one.destroy()));
  });
  const path = join(folder, 'recorded.sock');
  await new Promise<void>((done) => server.listen(path, done));
  return {
    host: `unix://${path}`,
    take() {
      const calls = asked.flatMap(({text}) =>
        [...text.matchAll(call)].map(([, method, url, body = '']) => `${method} ${url} ${body}`),
      );
      asked = [];
      return calls;
    },
    stop: () => new Promise((done) => server.close(() => done())),
  };
}
