import type {Process} from '../../process/process.ts';

const barWidth = 32;

/** The line busybox wget draws while something comes in. */
export class ProgressBar {
  readonly #process: Process;
  readonly #name: string;
  readonly #total: number | undefined;
  readonly #beganMs: number;
  #shownMs: number;
  #isDrawn = false;

  constructor(process: Process, name: string, total: number | undefined) {
    this.#process = process;
    this.#name = name;
    this.#total = total;
    this.#beganMs = process.now();
    this.#shownMs = this.#beganMs;
  }

  /** At most once a second. */
  async update(bytes: number): Promise<void> {
    if (this.#process.now() - this.#shownMs < 1000) return;
    await this.#draw(bytes, this.#total === undefined ? 0 : Math.min(1, bytes / this.#total));
  }

  async finish(bytes: number): Promise<void> {
    await this.#draw(bytes, 1);
    await this.#process.write(2, '\n');
  }

  async #draw(bytes: number, share: number): Promise<void> {
    this.#shownMs = this.#process.now();
    const isTerminal = this.#process.descriptor(2)?.terminal !== undefined;
    const stars = '*'.repeat(Math.floor(share * barWidth)).padEnd(barWidth);
    const left = share > 0 && share < 1 ? ((this.#shownMs - this.#beganMs) / share) * (1 - share) : 0;
    const percent = `${Math.floor(share * 100)}%`.padStart(5);
    const start = isTerminal && this.#isDrawn ? '\r' : '';
    this.#isDrawn = true;
    const end = isTerminal || share >= 1 ? '' : '\n';
    await this.#process.write(
      2,
      `${start}${this.#name.slice(0, 20).padEnd(20)}${percent} |${stars}| ${sizeText(bytes)}  ${clock(left)} ETA${end}`,
    );
  }
}

function sizeText(bytes: number): string {
  if (bytes < 100_000) return String(bytes).padStart(5);
  const kilobytes = bytes / 1024;
  if (kilobytes < 10_000) return `${Math.floor(kilobytes)}k`.padStart(5);
  return `${(kilobytes / 1024).toFixed(1)}M`.padStart(5);
}

function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
