import {Pipe} from '../../../bytes/pipe.ts';
import {isSystemError} from '../../../system-error.ts';
import {OpenFile, readerDescriptor, writerDescriptor} from '../../process/descriptor.ts';
import type {Process} from '../../process/process.ts';
import type {Call} from '../call.ts';
import {Output} from '../output.ts';
import {spawnWith} from '../spawning.ts';
import {RecordReader} from './records.ts';

interface Sink {
  readonly output: Output;
  readonly fd: number;
  readonly child: Process | undefined;
}

interface Source {
  readonly reader: RecordReader;
  readonly child: Process | undefined;
}

/** Files and commands a program writes to and reads from, by the name it gives them. */
export class AwkStreams {
  readonly #call: Call;
  readonly #sinks = new Map<string, Sink>();
  readonly #sources = new Map<string, Source>();

  constructor(call: Call) {
    this.#call = call;
  }

  /** Where `print > name` goes. Throws SystemError. */
  sink(kind: '>' | '>>' | '|', name: string): Output {
    const known = this.#sinks.get(name);
    if (known) return known.output;
    const made = kind === '|' ? this.#writeTo(name) : this.#openFile(name, kind === '>>');
    this.#sinks.set(name, made);
    return made.output;
  }

  /** Undefined when it cannot be opened. */
  source(kind: 'file' | 'command', name: string): RecordReader | undefined {
    const known = this.#sources.get(name);
    if (known) return known.reader;
    const made = kind === 'command' ? this.#readFrom(name) : this.#openSource(name);
    if (made) this.#sources.set(name, made);
    return made?.reader;
  }

  /** Records of a file that is open already. */
  readerOf(fd: number): RecordReader {
    return new RecordReader(this.#call.process, fd);
  }

  /** What `close` returns: the exit code of a command, 0 of a file, -1 of what is not open. */
  async close(name: string): Promise<number> {
    const sink = this.#sinks.get(name);
    const source = this.#sources.get(name);
    this.#sinks.delete(name);
    this.#sources.delete(name);
    let code = sink || source ? 0 : -1;
    if (sink) {
      await sink.output.flush();
      if (sink.fd > 2) this.#call.process.closeFd(sink.fd);
    }
    source?.reader.close();
    for (const child of [sink?.child, source?.child]) {
      if (child) code = (await this.#call.process.waitFor(child)).code;
    }
    return code;
  }

  /** Everything written goes where it belongs; undefined: all of it. */
  async flush(name?: string): Promise<void> {
    if (name !== undefined) return this.#sinks.get(name)?.output.flush();
    await this.#call.out.flush();
    for (const {output} of this.#sinks.values()) await output.flush();
  }

  async closeAll(): Promise<void> {
    await this.#call.out.flush();
    for (const name of [...this.#sinks.keys(), ...this.#sources.keys()]) await this.close(name);
  }

  /** `system`: the exit code of a command. */
  async run(command: string): Promise<number> {
    await this.flush();
    const {process} = this.#call;
    return (await process.waitFor(process.spawn({argv: ['sh', '-c', command]}))).code;
  }

  #openFile(name: string, append: boolean): Sink {
    const {process, out} = this.#call;
    if (name === '/dev/stdout' || name === '-') return {output: out, fd: 1, child: undefined};
    if (name === '/dev/stderr') return {output: new Output(process, 2), fd: 2, child: undefined};
    const fd = process.adopt(process.files.open(name, {write: true, create: true, append, truncate: !append}));
    return {output: new Output(process, fd), fd, child: undefined};
  }

  #writeTo(command: string): Sink {
    const {process} = this.#call;
    const pipe = new Pipe();
    const child = spawnWith(process, ['sh', '-c', command], {0: new OpenFile(readerDescriptor(pipe.reader))});
    const fd = process.adopt(writerDescriptor(pipe.writer));
    return {output: new Output(process, fd), fd, child};
  }

  #readFrom(command: string): Source {
    const {process} = this.#call;
    const pipe = new Pipe();
    const child = spawnWith(process, ['sh', '-c', command], {1: new OpenFile(writerDescriptor(pipe.writer))});
    const fd = process.adopt(readerDescriptor(pipe.reader));
    return {reader: new RecordReader(process, fd), child};
  }

  #openSource(name: string): Source | undefined {
    const {process} = this.#call;
    try {
      const fd = name === '-' || name === '/dev/stdin' ? 0 : process.adopt(process.files.open(name, {read: true}));
      return {reader: new RecordReader(process, fd), child: undefined};
    } catch (error) {
      if (isSystemError(error)) return undefined;
      throw error;
    }
  }
}
