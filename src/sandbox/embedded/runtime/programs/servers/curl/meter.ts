import type {Process} from '../../../process/process.ts';
import type {CurlOptions} from './curl-options.ts';

const heading =
  '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n' +
  '                                 Dload  Upload   Total   Spent    Left  Speed\n';

/** The table of a transfer on standard error, where nobody watches the output itself. */
export class ProgressMeter {
  readonly #process: Process;
  readonly #kind: 'usual' | 'bar' | 'none';
  readonly #began: number;
  #lastMs: number;
  received = 0;
  sent = 0;
  /** Undefined when it is not known. */
  total: number | undefined;

  constructor(process: Process, options: CurlOptions, isShown: boolean) {
    this.#process = process;
    this.#kind = options.silent || !isShown ? 'none' : options.meter;
    this.#began = process.now();
    this.#lastMs = this.#began;
  }

  async begin(withHeading: boolean): Promise<void> {
    if (this.#kind !== 'usual') return;
    await this.#put(`${withHeading ? heading : ''}\r${row({percent: 0, total: 0, received: 0, sent: 0, ms: 0})}`);
  }

  /** Every second, while something comes. */
  async tick(): Promise<void> {
    const now = this.#process.now();
    if (this.#kind !== 'usual' || now - this.#lastMs < 1000) return;
    this.#lastMs = now;
    await this.#put(`\r${this.#row()}`);
  }

  async end(): Promise<void> {
    if (this.#kind === 'usual') await this.#put(`\r${this.#row()}\n`);
    if (this.#kind === 'bar') await this.#put(`\r${'#'.repeat(72)} 100.0%\n`);
  }

  #row(): string {
    const {received, sent} = this;
    const total = this.total ?? received;
    const whole = total + sent;
    const percent = whole === 0 ? 0 : Math.floor(((received + sent) * 100) / whole);
    return row({percent, total: whole, received, sent, ms: this.#process.now() - this.#began});
  }

  async #put(text: string): Promise<void> {
    await this.#process.write(2, text);
  }
}

function row(given: {
  readonly percent: number;
  readonly total: number;
  readonly received: number;
  readonly sent: number;
  readonly ms: number;
}): string {
  const {percent, total, received, sent, ms} = given;
  const seconds = Math.max(ms, 1) / 1000;
  const part = (bytes: number): string => String(bytes > 0 ? 100 : 0).padStart(3);
  const times = `--:--:-- ${clock(ms)} --:--:--`;
  return (
    `${String(percent).padStart(3)} ${five(total)}  ${part(received)} ${five(received)}  ${part(sent)} ${five(sent)} ` +
    `${five(received / seconds).padStart(6)} ${five(sent / seconds).padStart(6)} ${times} ${five((received + sent) / seconds)}`
  );
}

/** A number of bytes in five characters. */
function five(bytes: number): string {
  const whole = Math.floor(bytes);
  if (whole < 100_000) return String(whole).padStart(5);
  if (whole < 10_000 * 1024) return `${String(Math.floor(whole / 1024)).padStart(4)}k`;
  const mega = whole / 1024 ** 2;
  return mega < 100 ? `${mega.toFixed(1).padStart(4)}M` : `${String(Math.floor(mega)).padStart(4)}M`;
}

function clock(ms: number): string {
  if (ms < 1000) return '--:--:--';
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(Math.floor(seconds / 3600)).padStart(2)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
