import {encodeBytes} from '../../../text/codec.ts';
import {parseHttpDate} from '../../dates.ts';
import {type Answer, type BodyPart, bodyLength} from './answer.ts';
import type {NginxRequest} from './request.ts';

interface Range {
  readonly start: number;
  /** The first byte that is no more part of it. */
  readonly end: number;
}

/** The answer with the parts that were asked for; `unsatisfiable`: 416. https://www.rfc-editor.org/rfc/rfc9110#name-range-requests */
export function withRanges(request: NginxRequest, answer: Answer): Answer | 'unsatisfiable' {
  const total = bodyLength(answer.body);
  if (!answer.hasRanges || answer.status !== 200 || total === undefined || answer.body?.kind !== 'parts') return answer;
  const whole = {...answer, headers: [...(answer.headers ?? []), ['Accept-Ranges', 'bytes'] as const]};
  const header = request.headers.get('range');
  if (header === undefined || !/^bytes=/i.test(header) || request.settings.mostRanges === 0) return whole;
  if (!isUnchanged(request.headers.get('if-range'), answer)) return whole;
  const ranges = parseRanges(header.slice('bytes='.length), total);
  if (ranges === undefined) return total === 0 ? whole : 'unsatisfiable';
  const covered = ranges.reduce((sum, {start, end}) => sum + end - start, 0);
  // As many bytes as the whole or more: somebody wants to make work.
  if (covered > total || ranges.length > request.settings.mostRanges) return whole;
  const [only] = ranges;
  return ranges.length === 1 && only ? onePart(answer, only, total) : manyParts(request, answer, ranges);
}

function isUnchanged(ifRange: string | undefined, {etag, modifiedMs}: Answer): boolean {
  if (ifRange === undefined) return true;
  return ifRange.startsWith('"') ? ifRange === etag : parseHttpDate(ifRange) === modifiedMs;
}

/** Undefined when none of them is in the file. */
function parseRanges(text: string, total: number): readonly Range[] | undefined {
  const ranges: Range[] = [];
  for (const piece of text.split(',')) {
    const [, first, last] = /^\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/.exec(piece) ?? [];
    if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
    const start = first === '' ? Math.max(0, total - Number(last)) : Number(first);
    const end = first === '' || last === '' ? total : Math.min(total, Number(last) + 1);
    if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
    if (start < end) ranges.push({start, end});
  }
  return ranges.length === 0 ? undefined : ranges;
}

function onePart(answer: Answer, {start, end}: Range, total: number): Answer {
  return {
    ...answer,
    status: 206,
    headers: [...(answer.headers ?? []), ['Content-Range', `bytes ${start}-${end - 1}/${total}`]],
    body: {kind: 'parts', parts: partsOf(answer, {start, end})},
  };
}

function manyParts({client, startedMs}: NginxRequest, answer: Answer, ranges: readonly Range[]): Answer {
  const boundary = String((client.number * 7919 + startedMs) % 1e10).padStart(20, '0');
  const total = bodyLength(answer.body);
  const type = answer.type === undefined ? '' : `Content-Type: ${answer.type}\r\n`;
  const parts = ranges.flatMap((range): readonly BodyPart[] => [
    encodeBytes(`\r\n--${boundary}\r\n${type}Content-Range: bytes ${range.start}-${range.end - 1}/${total}\r\n\r\n`),
    ...partsOf(answer, range),
  ]);
  return {
    ...answer,
    status: 206,
    type: `multipart/byteranges; boundary=${boundary}`,
    body: {kind: 'parts', parts: [...parts, encodeBytes(`\r\n--${boundary}--\r\n`)]},
  };
}

function partsOf({body}: Answer, {start, end}: Range): readonly BodyPart[] {
  if (body?.kind !== 'parts') return [];
  const parts: BodyPart[] = [];
  let at = 0;
  for (const part of body.parts) {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, part.length);
    if (from < to)
      parts.push(
        part instanceof Uint8Array
          ? part.subarray(from, to)
          : {file: part.file, start: part.start + from, length: to - from},
      );
    at += part.length;
  }
  return parts;
}
