import {concatBytes, decodeText, streamOf} from '../../bytes.ts';
import type {ByteSink, ByteStream, CommandContext, CommandTerminal} from '../../context.ts';
import {runDocker} from '../../docker/main.ts';
import {CommandError} from '../errors.ts';

/** What a docker command printed. */
export interface Printed {
  readonly stdout: string;
  /** Both streams, in the order they came. */
  readonly combined: string;
}

/** One `docker` command line, run by our own docker: the same words and calls as when kind runs the real one. */
export interface DockerRun {
  readonly args: readonly string[];
  readonly input?: ByteStream;
  /** Is called with what comes on stdout instead of keeping it; may throw to end the command. */
  readonly watch?: (piece: Uint8Array) => void;
}

const noTerminal: CommandTerminal = {
  stdin: false,
  stdout: false,
  stderr: false,
  size: () => undefined,
  setRaw: () => undefined,
  onResize: () => () => undefined,
};

/** Runs docker as kind does: by command lines, whose output it reads. */
export class DockerCommands {
  private readonly context: CommandContext;

  constructor(context: CommandContext) {
    this.context = context;
  }

  /** Rejects with a CommandError for an exit code that is not 0. */
  async run({args, input, watch}: DockerRun): Promise<Printed> {
    const [stdout, combined]: [Uint8Array[], Uint8Array[]] = [[], []];
    const sink = (...kept: readonly Uint8Array[][]): ByteSink => ({
      write: async (bytes) => {
        for (const pieces of kept) pieces.push(bytes.slice());
      },
    });
    const watched: ByteSink = {write: async (bytes) => watch?.(bytes)};
    const code = await runDocker({
      ...this.context,
      argv: args,
      stdin: input ?? streamOf(new Uint8Array()),
      stdout: watch === undefined ? sink(stdout, combined) : watched,
      stderr: sink(combined),
      tty: noTerminal,
    });
    const printed = {stdout: decodeText(concatBytes(stdout)), combined: decodeText(concatBytes(combined))};
    if (code !== 0) throw new CommandError(['docker', ...args], {code, output: printed.combined});
    return printed;
  }

  /** The lines on stdout. */
  async lines(...args: readonly string[]): Promise<readonly string[]> {
    return linesIn((await this.run({args})).stdout);
  }

  /** The one line on stdout; `what` names it when there are more or none. */
  async line(what: string, ...args: readonly string[]): Promise<string> {
    const lines = await this.lines(...args);
    const [line] = lines;
    if (line === undefined || lines.length > 1)
      throw new Error(`${what} should be one line, got ${lines.length} lines`);
    return line;
  }
}

/** The lines of a text, without an empty one after the last line end. */
export function linesIn(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
