import {encode} from '../../bytes/bytes.ts';
import type {ByteWriter} from '../../bytes/pipe.ts';
import {goJson} from '../images/image-config.ts';
import {progressText, type Tell} from '../images/progress.ts';

/** How many bytes of a quiet build are kept for the case that it fails. */
const mostKept = 4 * 1024 * 1024;

/** What a build tells its client. A quiet one keeps everything to itself until it fails. */
export class BuildOutput {
  readonly #to: ByteWriter;
  readonly #kept: Uint8Array[] | undefined;
  #keptBytes = 0;
  /** Characters whose bytes come in two pieces wait for the second. */
  readonly #decoders = {stdout: new TextDecoder(), stderr: new TextDecoder()};

  constructor(to: ByteWriter, isQuiet: boolean) {
    this.#to = to;
    this.#kept = isQuiet ? [] : undefined;
  }

  /** Lines of a pull, which are no text of the build. */
  readonly tell: Tell = (line) => this.#send(encode(progressText(line)));

  text(text: string): Promise<void> {
    return this.#line({stream: text});
  }

  /** A step's own words. */
  async step(number: number, count: number, source: string): Promise<void> {
    await this.text(`Step ${number}/${count} : ${source}`);
    await this.text('\n');
  }

  /** What goes wrong is red. */
  error(text: string): Promise<void> {
    return this.#line({stream: `\u001b[91m${text}\u001b[0m`});
  }

  /** What a process wrote. */
  async written(stream: 'stdout' | 'stderr', bytes: Uint8Array): Promise<void> {
    const text = this.#decoders[stream].decode(bytes, {stream: true});
    if (text === '') return;
    await (stream === 'stdout' ? this.text(text) : this.error(text));
  }

  imageId(id: string): Promise<void> {
    return this.#line({aux: {ID: id}});
  }

  /** The last word of a build that failed; then also what was kept is told. */
  async failed(message: string, code: number | undefined): Promise<void> {
    for (const bytes of this.#kept?.splice(0) ?? []) await this.#to.write(bytes);
    await this.#to.write(lineOf({errorDetail: code === undefined ? {message} : {code, message}, error: message}));
  }

  /** The last word of a quiet build. */
  async quietId(id: string): Promise<void> {
    if (this.#kept) await this.#to.write(lineOf({stream: `${id}\n`}));
  }

  #line(line: object): Promise<void> {
    return this.#send(lineOf(line));
  }

  async #send(bytes: Uint8Array): Promise<void> {
    if (!this.#kept) return this.#to.write(bytes);
    this.#kept.push(bytes);
    this.#keptBytes += bytes.length;
    while (this.#keptBytes > mostKept) this.#keptBytes -= this.#kept.shift()?.length ?? this.#keptBytes;
  }
}

function lineOf(line: object): Uint8Array {
  return encode(`${goJson(line)}\r\n`);
}

/** Twelve digits of an id, as people see it; '' of none. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}
