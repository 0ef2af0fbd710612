import {Gunzip, Gzip} from 'fflate';
import {noBytes} from '../../../bytes/bytes.ts';
import {Failure} from '../failure.ts';

/** Compresses or decompresses piece by piece: what goes in comes out as far as it is ready. */
export interface Codec {
  push(piece: Uint8Array): readonly Uint8Array[];
  /** What is left at the end. Throws Failure when the end comes too early. */
  end(): readonly Uint8Array[];
}

/** How much of a piece is given to the decompressor at once: few bytes can become very many. */
const slice = 4096;

export function gzipCodec({
  level,
  modifiedMs,
  name,
}: {
  readonly level: number;
  readonly modifiedMs: number;
  readonly name?: string;
}): Codec {
  const out: Uint8Array[] = [];
  const levels = [1, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
  const stream = new Gzip(
    {level: levels[level] ?? 6, mtime: Math.max(0, modifiedMs) || 1, ...(name !== undefined && {filename: name})},
    (bytes) => {
      out.push(bytes);
    },
  );
  return {
    push(piece) {
      // A copy: the library keeps what it is given.
      stream.push(piece.slice());
      return out.splice(0);
    },
    end() {
      stream.push(noBytes, true);
      return out.splice(0);
    },
  };
}

export function gunzipCodec(): Codec {
  const out: Uint8Array[] = [];
  let head: Uint8Array = noBytes;
  let isBegun = false;
  let isWhole = false;
  const stream = new Gunzip((bytes, final) => {
    if (bytes.length > 0) out.push(bytes);
    if (final) isWhole = true;
  });
  const give = (bytes: Uint8Array, final: boolean): void => {
    try {
      stream.push(bytes, final);
    } catch {
      throw new Failure('corrupted data');
    }
  };
  return {
    push(piece) {
      let rest = piece;
      if (!isBegun) {
        head = Uint8Array.from([...head, ...piece.subarray(0, 2 - head.length)]);
        if (head.length < 2) return [];
        if (head[0] !== 0x1f || head[1] !== 0x8b) throw new Failure('invalid magic');
        isBegun = true;
        rest = piece.length >= 2 && piece[0] === 0x1f ? piece : Uint8Array.from([0x1f, ...piece]);
      }
      for (let at = 0; at < rest.length; at += slice) give(rest.slice(at, at + slice), false);
      return out.splice(0);
    },
    end() {
      if (!isBegun) throw new Failure(head.length === 0 ? 'unexpected end of file' : 'invalid magic');
      give(noBytes, true);
      if (!isWhole) throw new Failure('unexpected end of file');
      return out.splice(0);
    },
  };
}
