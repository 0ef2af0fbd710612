/** The few elements of DER that certificates are made of. https://www.itu.int/rec/T-REC-X.690 */

/** One element: tag, length, content. */
export function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const {length} = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

export function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, ...parts);
}

export function bitString(bytes: Buffer): Buffer {
  return element(0x03, Buffer.from([0]), bytes);
}

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((number) => {
    const digits = [number & 0x7f];
    for (let high = number >> 7; high > 0; high >>= 7) digits.unshift((high & 0x7f) | 0x80);
    return digits;
  });
  return element(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

export function utcTime(ms: number): Buffer {
  const text = new Date(ms).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return element(0x17, Buffer.from(`${text}Z`));
}

/** An element that was read. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  /** With its tag and length. */
  readonly whole: Buffer;
}

/** The elements one after another in some bytes. Throws an Error when they are no DER. */
export function elementsOf(bytes: Buffer): readonly DerElement[] {
  const found: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const {start, end} = contentAt(bytes, at);
    found.push({tag: bytes[at] ?? 0, content: bytes.subarray(start, end), whole: bytes.subarray(at, end)});
    at = end;
  }
  return found;
}

function contentAt(bytes: Buffer, at: number): {readonly start: number; readonly end: number} {
  const first = bytes[at + 1] ?? 0;
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (more > 3) throw new Error('an element is longer than a certificate can be');
  const length = more === 0 ? first : bytes.subarray(at + 2, at + 2 + more).reduce((sum, byte) => sum * 256 + byte, 0);
  const start = at + 2 + more;
  if (start + length > bytes.length) throw new Error('an element ends after the bytes do');
  return {start, end: start + length};
}

/** The bytes of a PEM block. Throws an Error when there is none with that label. */
export function fromPem(text: string, label: string): Buffer {
  const [, body] = new RegExp(`-----BEGIN ${label}-----([^-]+)-----END ${label}-----`).exec(text) ?? [];
  if (body === undefined) throw new Error(`there is no ${label} in it`);
  return Buffer.from(body, 'base64');
}

export function toPem(bytes: Buffer, label: string): string {
  const body = bytes
    .toString('base64')
    .replaceAll(/(.{64})/g, '$1\n')
    .trimEnd();
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}
