/** What a command is answered with; texts have one character a byte. https://redis.io/docs/latest/develop/reference/protocol-spec/ */
export type Reply =
  | {readonly kind: 'simple'; readonly text: string}
  | {readonly kind: 'error'; readonly text: string}
  | {readonly kind: 'integer'; readonly value: bigint | number}
  /** null: there is none. */
  | {readonly kind: 'bulk'; readonly text: string | null}
  | {readonly kind: 'array'; readonly items: readonly Reply[] | null};

export const ok: Reply = {kind: 'simple', text: 'OK'};
export const nil: Reply = {kind: 'bulk', text: null};

export function integer(value: bigint | number | boolean): Reply {
  return {kind: 'integer', value: typeof value === 'boolean' ? Number(value) : value};
}

export function bulk(text: string | null | undefined): Reply {
  return {kind: 'bulk', text: text ?? null};
}

export function array(items: readonly Reply[] | null): Reply {
  return {kind: 'array', items};
}

export function bulks(texts: readonly (string | null | undefined)[]): Reply {
  return array(texts.map(bulk));
}

/** A command that cannot be done; the message is the whole error with its code: `ERR syntax error`. */
export class RedisFault extends Error {}

export function syntaxFault(): RedisFault {
  return new RedisFault('ERR syntax error');
}

export function encodeReply(reply: Reply): string {
  switch (reply.kind) {
    case 'simple':
      return `+${reply.text}\r\n`;
    case 'error':
      return `-${reply.text.replace(/[\r\n]/g, ' ')}\r\n`;
    case 'integer':
      return `:${reply.value}\r\n`;
    case 'bulk':
      return reply.text === null ? '$-1\r\n' : `$${reply.text.length}\r\n${reply.text}\r\n`;
    case 'array':
      return reply.items === null ? '*-1\r\n' : `*${reply.items.length}\r\n${reply.items.map(encodeReply).join('')}`;
  }
}
