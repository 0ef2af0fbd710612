import {isSystemError, SystemError} from '../../../system-error.ts';
import type {Connection, Listener} from '../../net/stack.ts';
import {notSeekable} from '../../process/descriptor.ts';
import type {Process} from '../../process/process.ts';

/** A listener that is a descriptor of its process: forked processes share it, and it closes with the last of them. */
export interface ListeningSocket {
  readonly listener: Listener;
  readonly fd: number;
}

/** Throws EADDRINUSE, EADDRNOTAVAIL. */
export function listenOn(process: Process, port: number, address = '0.0.0.0'): ListeningSocket {
  const listener = process.space.network.listen(port, address);
  const refuse = async (): Promise<never> => {
    throw new SystemError('ENOTCONN');
  };
  const fd = process.adopt({
    name: `socket:[${port}]`,
    read: refuse,
    write: refuse,
    seek: notSeekable,
    close: () => listener.close(),
  });
  return {listener, fd};
}

/**
 * Gives every connection to `serve`, all side by side, until the listener is closed or the process ends. What `serve`
 * rejects with is a fault of ours, and is told the kernel.
 */
export async function acceptAll(
  process: Process,
  listener: Listener,
  serve: (connection: Connection) => Promise<void>,
): Promise<void> {
  const report = (error: unknown): void => {
    if (!process.signal.aborted) process.space.kernel.onFault(error, process.argv);
  };
  try {
    for (;;) void serve(await listener.accept(process.signal)).catch(report);
  } catch (error) {
    if (!isSystemError(error)) report(error);
  }
}
