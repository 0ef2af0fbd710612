import type {Voice} from './voice.ts';

/** What is being done right now: a line that ends in a tick or a cross. */
export class Status {
  private readonly voice: Voice;
  private current = '';

  constructor(voice: Voice) {
    this.voice = voice;
  }

  /** Says that something begins, and that the thing before it is done. */
  async start(text: string): Promise<void> {
    await this.end(true);
    this.current = text;
    const {spinner} = this.voice;
    if (spinner === undefined) await this.voice.info(` • ${text}  ...`);
    else spinner.start(text);
  }

  /** Says how it ended; nothing when it was said already. */
  async end(success: boolean): Promise<void> {
    if (this.current === '') return;
    const text = this.current;
    this.current = '';
    const {spinner} = this.voice;
    await spinner?.stop();
    const mark = success ? this.voice.green('✓') : this.voice.red('✗');
    await this.voice.info(`${spinner === undefined ? '' : '\r'} ${mark} ${text}`);
  }

  /** Does something under its line. */
  async during<T>(text: string, work: () => Promise<T>): Promise<T> {
    await this.start(text);
    try {
      const result = await work();
      await this.end(true);
      return result;
    } catch (error) {
      await this.end(false);
      throw error;
    }
  }
}
