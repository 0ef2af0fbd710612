import {isSystemError} from '../../../system-error.ts';
import type {Process} from '../../process/process.ts';
import type {ProcessSocket} from './dialing.ts';

/**
 * Carries standard input to a connection and what comes back to standard output, until the other side has ended. The end of
 * the input is told to the other side, and its answer is still waited for.
 */
export async function relay(
  process: Process,
  {stream: {reader, writer}}: ProcessSocket,
  options: {readonly received?: (bytes: Uint8Array) => Uint8Array; readonly idleMs?: number} = {},
): Promise<'ended' | 'idle'> {
  const sending = sendAll(process, writer);
  // It is left alone when the other side ends first; who ends it then is the end of the process.
  sending.catch(() => {});
  for (;;) {
    const next = reader.read();
    next.catch(() => {});
    const idle = options.idleMs === undefined ? undefined : process.sleep(options.idleMs).then(() => 'idle' as const);
    idle?.catch(() => {});
    const bytes = await process.wait(idle ? Promise.race([next, idle]) : next);
    if (bytes === 'idle') return 'idle';
    if (bytes === null) return 'ended';
    await process.print(options.received?.(bytes) ?? bytes);
  }
}

async function sendAll(process: Process, writer: ProcessSocket['stream']['writer']): Promise<void> {
  try {
    for (let bytes = await process.read(0); bytes !== null; bytes = await process.read(0)) await writer.write(bytes);
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
  writer.close();
}
