import type {Reply} from '../reply.ts';
import {quoted} from '../words.ts';

/** A reply for people: `1) "a"`, `(integer) 1`, `(nil)`. */
export function formatReply(reply: Reply, prefix = ''): string {
  switch (reply.kind) {
    case 'simple':
      return `${reply.text}\n`;
    case 'error':
      return `(error) ${reply.text}\n`;
    case 'integer':
      return `(integer) ${reply.value}\n`;
    case 'bulk':
      return reply.text === null ? '(nil)\n' : `${quoted(reply.text)}\n`;
    case 'array':
      return formatArray(reply.items, prefix);
  }
}

function formatArray(items: readonly Reply[] | null, prefix: string): string {
  if (items === null) return '(nil)\n';
  if (items.length === 0) return '(empty array)\n';
  const width = String(items.length).length;
  return items
    .map((item, index) => {
      const number = `${String(index + 1).padStart(width)}) `;
      const inner = formatReply(item, `${prefix}${' '.repeat(width + 2)}`);
      return `${index === 0 ? '' : prefix}${number}${inner}`;
    })
    .join('');
}

/** A reply for programs: the bare texts, a line each. */
export function rawReply(reply: Reply): string {
  switch (reply.kind) {
    case 'simple':
    case 'error':
      return reply.text;
    case 'integer':
      return String(reply.value);
    case 'bulk':
      return reply.text ?? '';
    case 'array':
      return (reply.items ?? []).map(rawReply).join('\n');
  }
}

/** Commands whose reply is text for people already. */
export function isTextCommand(words: readonly string[]): boolean {
  const [first = '', second = ''] = words.map((word) => word.toLowerCase());
  return (
    first === 'info' ||
    first === 'lolwut' ||
    (first === 'client' && (second === 'list' || second === 'info')) ||
    (first === 'memory' && second === 'doctor')
  );
}
