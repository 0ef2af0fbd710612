import {dialText} from '../../../runtime/net/dial-text.ts';
import {isSystemError} from '../../../system-error.ts';
import type {Node} from '../../node.ts';
import {deadline, failure, type Outcome, success} from './outcome.ts';

/** Whether somebody listens at a port. */
export async function tcpProbe(
  node: Node,
  to: {readonly address: string; readonly port: number},
  timeoutMs: number,
): Promise<Outcome> {
  const at = `${to.address}:${to.port}`;
  const limit = deadline(node.kernel.clock, timeoutMs);
  try {
    const {stream} = await node.fabric.connect(node.stack, to, limit.signal);
    stream.reader.close();
    stream.writer.close();
    return success;
  } catch (error) {
    if (limit.signal.aborted) return failure(`dial tcp ${at}: i/o timeout`);
    if (isSystemError(error)) return failure(dialText(error, at));
    throw error;
  } finally {
    limit.cancel();
  }
}
