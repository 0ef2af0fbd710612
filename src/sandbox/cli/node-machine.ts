import {spawn} from 'node:child_process';
import {createServer, type Server, type Socket} from 'node:net';
import {systemCode} from '../../errors.ts';
import {type CommandListener, ConnectionError, type Duplex, FileError} from './context.ts';
import {duplexOf} from './node-transport.ts';

/** Listens on a port of this machine; 0 takes any that is free. */
export function listen(address: string, port: number): Promise<CommandListener> {
  return new Promise((done, fail) => {
    const server = createServer({allowHalfOpen: true});
    server.once('error', (error) => fail(new ConnectionError(systemCode(error), error.message)));
    server.listen({host: address, port}, () => done(listenerOf(server, port)));
  });
}

function listenerOf(server: Server, asked: number): CommandListener {
  const bound = server.address();
  const waiting: Socket[] = [];
  let wake = () => {};
  let closed = false;
  server.on('connection', (socket) => {
    waiting.push(socket);
    wake();
  });
  async function* connections(): AsyncGenerator<Duplex> {
    while (!closed) {
      const socket = waiting.shift();
      if (socket !== undefined) yield duplexOf(socket, new Uint8Array());
      else {
        await new Promise<void>((resume) => {
          wake = resume;
        });
      }
    }
  }
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : asked,
    connections: connections(),
    close() {
      closed = true;
      server.close();
      for (const socket of waiting) socket.destroy();
      wake();
    },
  };
}

/** Runs a program on this process's own streams; resolves with its exit code. */
export function runProgram(
  [program = '', ...args]: readonly string[],
  {folder, env}: {readonly folder: string; readonly env: Readonly<Record<string, string | undefined>>},
): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {cwd: folder, env: {...env}, stdio: 'inherit'});
    child.once('error', (error) => fail(new FileError(systemCode(error), error.message)));
    child.once('exit', (code, signal) => done(code ?? (signal === null ? 1 : 130)));
  });
}
