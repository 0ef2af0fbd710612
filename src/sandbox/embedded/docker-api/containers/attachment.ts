import {type ByteStream, type ByteWriter, carry, Pipe} from '../../bytes/pipe.ts';
import type {Output, OutputStream} from '../../runtime/container/output.ts';
import {isSystemError} from '../../system-error.ts';
import {DetachWatch} from './detach-keys.ts';
import {ClientOutput} from './frames.ts';

/** Docker lets a client be behind by as much before it holds the container up. */
const behindBytes = 1024 * 1024;

export interface AttachOptions {
  readonly output: Output;
  readonly wanted: readonly OutputStream[];
  /** Where typed bytes go; undefined: nowhere. */
  readonly input: ByteWriter | undefined;
  /** The client's end is the end of the container's input. */
  readonly closesInput: boolean;
  readonly terminal: boolean;
  readonly detachKeys: Uint8Array;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
  /** Told when the client typed the keys. */
  readonly onDetach: () => void;
}

/**
 * A client attached to a container or an exec. It listens from the moment it is made: output that comes before the
 * connection is taken over is kept.
 */
export class Attachment {
  readonly #options: AttachOptions;
  readonly #outgoing = new Pipe(behindBytes);
  readonly #client: ClientOutput;
  readonly #stop: () => void;

  constructor(options: AttachOptions) {
    this.#options = options;
    const {output, wanted, terminal, signal} = options;
    this.#client = new ClientOutput(this.#outgoing.writer, {framed: !terminal, wanted});
    this.#stop = output.listen(this.#client);
    signal.addEventListener('abort', () => this.#close(), {once: true});
  }

  /** Sends something to this client alone, before what comes from the container. */
  tell(stream: OutputStream, bytes: Uint8Array): Promise<void> {
    return this.#client.tell(stream, bytes, this.#options.signal);
  }

  /** Ends the output of this client. */
  end(): void {
    this.#stop();
    this.#client.end();
  }

  /** Carries bytes both ways until the container or the client ends. */
  async run(stream: ByteStream): Promise<void> {
    const incoming = this.#type(stream);
    try {
      await carry(this.#outgoing.reader, stream.writer);
    } catch (error) {
      if (!isSystemError(error) && !this.#options.signal.aborted) throw error;
    } finally {
      this.#close();
      // Whoever reads for the client waits no longer.
      stream.reader.close();
    }
    await incoming;
  }

  async #type({reader}: ByteStream): Promise<void> {
    const {input, terminal, detachKeys, closesInput, onDetach} = this.#options;
    const watch = terminal ? new DetachWatch(detachKeys) : undefined;
    try {
      for (let bytes = await reader.read(); bytes; bytes = await reader.read()) {
        const {pass, detached} = watch ? watch.feed(bytes) : {pass: bytes, detached: false};
        if (pass.length > 0) await input?.write(pass);
        if (detached) {
          onDetach();
          return this.end();
        }
      }
    } catch {
      // The container does not read any more, or the client is cut off: its output tells when it is over.
      return;
    }
    if (!input) return;
    if (closesInput && !terminal) input.close();
    else this.end();
  }

  #close(): void {
    this.#stop();
    this.#outgoing.reader.close();
  }
}
