import type {Duplex} from 'node:stream';

/** The last message of an exec is a Status of at most this size. */
const tailBytes = 2048;

/**
 * Watches what an API server sends of an exec, and tells the exit code of its last message: a Status on the error channel,
 * in a WebSocket frame or an SPDY data frame, uncompressed in both.
 * https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apimachinery/pkg/util/remotecommand/constants.go
 */
export function findExitCode(from: Duplex, tell: (code: number) => void): void {
  let tail = '';
  from.on('data', (bytes: Buffer) => {
    tail = (tail + bytes.toString('latin1')).slice(-tailBytes);
  });
  from.once('close', () => {
    const code = exitCodeIn(tail);
    if (code !== undefined) tell(code);
  });
}

export function exitCodeIn(tail: string): number | undefined {
  const failed = /"reason":"ExitCode","message":"(\d+)"/.exec(tail);
  if (failed) return Number(failed[1]);
  return /"metadata":\{\},"status":"Success"\}/.test(tail) ? 0 : undefined;
}
