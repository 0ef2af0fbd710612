import {type Descriptor, OpenFile} from '../../process/descriptor.ts';
import {Bell} from '../state/bell.ts';
import type {Shell} from '../state/shell.ts';

/** Standard input of a background job: what is typed is not for it, and it is stopped when it wants to read. */
export interface BackgroundInput {
  readonly file: OpenFile;
  /** Which process group the job is, once it is known. */
  belongsTo(group: number): void;
  setForeground(isForeground: boolean): void;
}

/** Undefined where standard input is no terminal: then it is shared as it is. */
export function backgroundInput(shell: Shell): BackgroundInput | undefined {
  const {process} = shell;
  const input = process.descriptor(0);
  if (!input?.terminal) return undefined;
  const bell = new Bell();
  let group: number | undefined;
  let inForeground = false;
  const descriptor: Descriptor = {
    name: input.name,
    terminal: input.terminal,
    async read(max, signal) {
      while (!inForeground) {
        if (group !== undefined) process.space.killGroup(group, 'SIGTTIN');
        await untilRung(bell, signal);
      }
      return input.read(max, signal);
    },
    write: (bytes, signal) => input.write(bytes, signal),
    seek: (position) => input.seek(position),
    close() {},
  };
  return {
    file: new OpenFile(descriptor),
    belongsTo(number) {
      group = number;
    },
    setForeground(isForeground) {
      inForeground = isForeground;
      if (isForeground) bell.ring();
    },
  };
}

function untilRung(bell: Bell, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      cancel();
      reject(signal.reason);
    };
    const cancel = bell.once(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, {once: true});
  });
}
