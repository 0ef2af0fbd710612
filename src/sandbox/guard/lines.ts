import {Transform} from 'node:stream';
import {isRaw, parsed, type Raw} from './raw-json.ts';

/** Returns the line to send on: the same object for unchanged bytes, another for new ones, undefined for none. */
export type LineChange = (line: Raw) => Raw | undefined;

/** Applies a change to each JSON line of a stream as it arrives; what is not JSON passes as it is. */
export function changeLines(change: LineChange): Transform {
  let rest: Buffer = Buffer.alloc(0);
  function changed(line: Buffer): Buffer | undefined {
    const value = parsed(line.toString());
    if (!isRaw(value)) return line;
    const result = change(value);
    if (result === value) return line;
    return result && Buffer.from(`${JSON.stringify(result)}\r\n`);
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
        const line = changed(rest.subarray(0, end + 1));
        rest = rest.subarray(end + 1);
        if (line) this.push(line);
      }
      done();
    },
    flush(done) {
      const line = rest.length > 0 ? changed(rest) : undefined;
      done(null, line);
    },
  });
}

/** The error a pull, push or build reports inside its 200 stream, or ''. */
export function errorIn(line: Raw): string {
  const detail = isRaw(line['errorDetail']) ? line['errorDetail']['message'] : undefined;
  if (typeof detail === 'string' && detail !== '') return detail;
  return typeof line['error'] === 'string' ? line['error'] : '';
}
