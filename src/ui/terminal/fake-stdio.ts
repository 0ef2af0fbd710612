import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';

export interface FakeOutput {
  /** For Ink's `stdout`. */
  readonly stream: NodeJS.WriteStream;
  resize(columns: number, rows: number): void;
}

/**
 * A terminal for Ink to draw its frames into. With `debug: true` Ink writes every commit as one whole frame, which
 * is handed on line by line; its cursor codes are dropped, the cursor being the compositor's.
 */
export function createFakeOutput(
  size: {readonly columns: number; readonly rows: number},
  onFrame: (lines: readonly string[]) => void,
): FakeOutput {
  const output = Object.assign(new EventEmitter(), {
    isTTY: true,
    writable: true,
    columns: size.columns,
    rows: size.rows,
    write(data: string) {
      if (!/\x1b\[\?25[hl]/.test(data)) onFrame(data.split('\n'));
      return true;
    },
  });
  return {
    stream: asWriteStream(output),
    resize(columns, rows) {
      output.columns = columns;
      output.rows = rows;
      output.emit('resize');
    },
  };
}

export interface FakeInput {
  /** For Ink's `stdin`. */
  readonly stream: NodeJS.ReadStream;
  write(bytes: Uint8Array): void;
}

/** A keyboard for Ink: `useInput` works on it, and the real stdin is never touched. */
export function createFakeInput(): FakeInput {
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: true,
    setRawMode() {
      return input;
    },
    ref() {
      return input;
    },
    unref() {
      return input;
    },
  });
  return {stream: asReadStream(input), write: (bytes) => input.write(bytes)};
}

// Ink asks for Node's whole terminal classes and uses the few members above; only a cast can say so.
function asWriteStream(
  output: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'rows' | 'writable'>,
): NodeJS.WriteStream {
  return output as NodeJS.WriteStream;
}

function asReadStream(input: Pick<NodeJS.ReadStream, 'isTTY'> & PassThrough): NodeJS.ReadStream {
  return input as unknown as NodeJS.ReadStream;
}
