import {encodeText} from '../../bytes.ts';
import type {CommandContext} from '../../context.ts';
import {Spinner} from './spinner.ts';

/** How much kind says. */
export interface Loudness {
  readonly quiet: boolean;
  /** `-v`: what is of a level above it stays unsaid. */
  readonly verbosity: number;
}

/** What kind says while it works, on stderr; with a spinner and colours on a terminal. */
export class Voice {
  readonly spinner: Spinner | undefined;
  private readonly context: CommandContext;
  private readonly loudness: Loudness;

  constructor(context: CommandContext, loudness: Loudness) {
    this.context = context;
    this.loudness = loudness;
    this.spinner = isSmartTerminal(context) && !loudness.quiet ? new Spinner(context.stderr, context.clock) : undefined;
  }

  get isQuiet(): boolean {
    return this.loudness.quiet;
  }

  /** Says a line when `-v` is at least `level`. */
  async info(text: string, level = 0): Promise<void> {
    if (level <= this.loudness.verbosity) await this.say(text);
  }

  /** Says a line at any `-v`: a warning or an error. */
  async say(text: string): Promise<void> {
    if (this.loudness.quiet) return;
    const line = text.endsWith('\n') ? text : `${text}\n`;
    await this.context.stderr.write(encodeText(this.spinner?.isTurning ? `\r${line}` : line));
  }

  /** A word in red where there are colours. */
  red(word: string): string {
    return this.spinner === undefined ? word : `\x1b[31m${word}\x1b[0m`;
  }

  /** A word in green where there are colours. */
  green(word: string): string {
    return this.spinner === undefined ? word : `\x1b[32m${word}\x1b[0m`;
  }
}

function isSmartTerminal({tty, env}: CommandContext): boolean {
  return tty.stderr && env['TERM'] !== 'dumb' && env['NO_COLOR'] === undefined && env['TRAVIS'] === undefined;
}
