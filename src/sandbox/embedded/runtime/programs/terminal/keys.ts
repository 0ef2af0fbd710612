import {decode} from '../../../bytes/bytes.ts';
import type {TerminalDevice, TerminalModes} from '../../process/descriptor.ts';
import type {Process} from '../../process/process.ts';
import {rawModes} from '../../terminal/terminal.ts';

/** One key of the terminal, or undefined when none comes in time, or ever again. */
export async function waitForKey(process: Process, ms: number): Promise<string | undefined> {
  const {terminal} = process;
  if (!terminal) return undefined;
  return withKeys(terminal, async () => {
    const timer = new AbortController();
    const bytes = terminal.descriptor().read(16, AbortSignal.any([process.signal, timer.signal]));
    const key = bytes.then((read) => (read === null ? undefined : decode(read)));
    // It is let go of below: nobody is told of that.
    key.catch(() => {});
    const pressed = await Promise.race([process.wait(key), process.sleep(ms).then(() => undefined)]);
    timer.abort();
    return pressed;
  });
}

/** Lets something read every key as it is typed, with ^C still a signal. */
export async function withKeys<Result>(terminal: TerminalDevice, action: () => Promise<Result>): Promise<Result> {
  const before: TerminalModes = terminal.modes;
  terminal.modes = {...rawModes, signals: true};
  try {
    return await action();
  } finally {
    terminal.modes = before;
  }
}
