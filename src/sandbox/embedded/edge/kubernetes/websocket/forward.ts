import {type ByteWriter, Pipe} from '../../../bytes/pipe.ts';
import type {Forwarding} from '../../../kubernetes-api/api/request.ts';
import type {Upgraded} from '../handshake.ts';
import type {WebSocketConnection} from './connection.ts';
import {messageOf, parseMessage} from './numbered-message.ts';

const inputBytes = 1024 * 1024;

/**
 * Port-forward without SPDY, as client-node does it: the ports are in the query, every one has two channels, for data and
 * for what went wrong, and each of these begins with its port. https://pkg.go.dev/k8s.io/kubelet/pkg/cri/streaming/portforward
 */
export async function serveNumberedForwarding(
  socket: WebSocketConnection,
  {query, protocol, signal}: Pick<Upgraded, 'query' | 'protocol' | 'signal'>,
  run: (forwarding: Forwarding) => Promise<void>,
): Promise<void> {
  const gone = new AbortController();
  const ports = new NumberedPorts(socket, {ports: portsIn(query), base64: protocol.includes('base64.')});
  const ended = run({
    onConnection: (listener) => ports.connect(listener),
    signal: AbortSignal.any([signal, gone.signal]),
  }).catch(() => undefined);
  await Promise.race([ended, ports.over, ports.read().catch(() => undefined)]);
  gone.abort(new Error('the client is gone'));
  ports.close();
  await ended;
  await socket.close();
}

function portsIn(query: URLSearchParams): readonly number[] {
  const texts = query.getAll('ports').flatMap((text) => text.split(','));
  return texts.map(Number).filter((port) => Number.isInteger(port) && port > 0 && port < 0x1_0000);
}

class NumberedPorts {
  /** Resolves when the last port has no more to say: the protocol cannot end one of several. */
  readonly over: Promise<void>;
  readonly #socket: WebSocketConnection;
  readonly #base64: boolean;
  readonly #inputs: readonly {readonly port: number; readonly pipe: Pipe}[];
  readonly #open = new Set<number>();
  #end = (): void => {};

  constructor(
    socket: WebSocketConnection,
    {ports, base64}: {readonly ports: readonly number[]; readonly base64: boolean},
  ) {
    this.#socket = socket;
    this.#base64 = base64;
    this.#inputs = ports.map((port) => ({port, pipe: new Pipe(inputBytes)}));
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  connect(listener: Parameters<Forwarding['onConnection']>[0]): void {
    for (const [index, {port, pipe}] of this.#inputs.entries()) {
      this.#open.add(index * 2);
      listener(port, {reader: pipe.reader, writer: this.#writer(index * 2, port)}, this.#writer(index * 2 + 1, port));
    }
  }

  /** Resolves when the client sends no more. */
  async read(): Promise<void> {
    for (;;) {
      const message = await this.#socket.read();
      if (!message) return;
      const {number, payload} = parseMessage(message, this.#base64);
      if (number % 2 === 0) await this.#inputs[number / 2]?.pipe.writer.write(payload).catch(() => undefined);
    }
  }

  close(): void {
    for (const {pipe} of this.#inputs) {
      pipe.writer.close();
      pipe.reader.close();
    }
  }

  #writer(number: number, port: number): ByteWriter {
    const ready = this.#send(number, Buffer.from([port & 0xff, port >> 8]));
    // Whoever writes is told; when nobody does, there is nobody to tell.
    ready.catch(() => undefined);
    return {
      write: async (bytes) => {
        await ready;
        await this.#send(number, bytes);
      },
      close: () => {
        this.#open.delete(number);
        if (this.#open.size === 0) void ready.then(this.#end, this.#end);
      },
    };
  }

  async #send(number: number, payload: Uint8Array): Promise<void> {
    await this.#socket.send(messageOf({number, payload}, this.#base64));
  }
}
