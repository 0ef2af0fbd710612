import {encode} from '../../../bytes/bytes.ts';
import type {ByteWriter} from '../../../bytes/pipe.ts';

/** Tells a client how its process ended, as the last thing it hears. */
export async function tellExit(error: ByteWriter, code: number): Promise<void> {
  const failed = {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    reason: 'NonZeroExitCode',
    details: {causes: [{reason: 'ExitCode', message: String(code)}]},
  };
  await tell(error, code === 0 ? {metadata: {}, status: 'Success'} : failed);
}

/** Tells a client that there is no such process. It is said twice that the error is internal: kubelet and API server both do. */
export async function tellFault(error: ByteWriter, message: string): Promise<void> {
  await tell(error, {
    metadata: {},
    status: 'Failure',
    message: `Internal error occurred: Internal error occurred: ${message}`,
    reason: 'InternalError',
    details: {causes: [{message}]},
    code: 500,
  });
}

async function tell(error: ByteWriter, status: object): Promise<void> {
  await error.write(encode(JSON.stringify(status)));
  error.close();
}
