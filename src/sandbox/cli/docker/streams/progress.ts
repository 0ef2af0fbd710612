import {encodeText, linesOf} from '../../bytes.ts';
import type {ByteSink, ByteStream, CommandTerminal} from '../../context.ts';
import {isObject, type Json, number, object, text} from '../json.ts';
import {humanSize} from '../units.ts';

/** Where progress is shown. */
export interface ProgressSink {
  readonly sink: ByteSink;
  /** Lines are drawn over where it is a terminal. */
  readonly terminal: boolean;
  readonly tty: CommandTerminal;
  /** Told of everything that is not for people, such as the ID of what was built. */
  readonly onAux?: (aux: Json) => void;
}

/** The error that a stream of progress ended with; `code` is that of the failed instruction of a build, or 0. */
export class ProgressError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'ProgressError';
    this.code = code;
  }
}

/**
 * Shows what the Engine tells while it pulls, pushes, loads or builds: JSON, a message a line. On a terminal each
 * layer has its line. Throws a ProgressError when that is how the stream ends.
 */
export async function showProgress(stream: ByteStream, {sink, terminal, tty, onAux}: ProgressSink): Promise<void> {
  const layers = new Map<string, number>();
  for await (const line of linesOf(stream)) {
    if (line.trim() === '') continue;
    const message = object(JSON.parse(line));
    if (message['aux'] !== undefined && message['aux'] !== null) {
      onAux?.(object(message['aux']));
      continue;
    }
    const up = linesUp(message, layers);
    const failure = object(message['errorDetail']);
    if (text(failure['message']) !== '') throw new ProgressError(number(failure['code']), text(failure['message']));
    const words = messageText(message, {terminal, columns: tty.size()?.columns ?? 200});
    await sink.write(encodeText(terminal ? moved(words, up) : words));
  }
}

interface Up {
  readonly lines: number;
  readonly isNew: boolean;
}

/** How far above the cursor the line of a message is. Other messages end the drawing over of what is above them. */
function linesUp(message: Json, layers: Map<string, number>): Up {
  const id = text(message['id']);
  if (id === '' || (!isObject(message['progressDetail']) && text(message['progress']) === '')) {
    layers.clear();
    return {lines: 0, isNew: false};
  }
  const known = layers.get(id);
  const line = known ?? layers.size;
  layers.set(id, line);
  return {lines: layers.size - line, isNew: known === undefined};
}

function moved(words: string, {lines, isNew}: Up): string {
  if (lines === 0) return words;
  return `${isNew ? '\n' : ''}\u001b[${lines}A${words}\u001b[${lines}B`;
}

interface MessageStyle {
  readonly terminal: boolean;
  readonly columns: number;
}

/** One message as docker writes it; '' for a step of progress that only a terminal shows. */
function messageText(message: Json, {terminal, columns}: MessageStyle): string {
  const stream = text(message['stream']);
  const detail = message['progressDetail'];
  const progress = isObject(detail) ? progressText(detail, columns) : undefined;
  const drawsOver = terminal && stream === '' && progress !== undefined;
  if (!drawsOver && progress !== undefined && progress !== '') return '';
  const [start, end] = drawsOver ? ['\u001b[2K\r', '\r'] : ['', ''];
  const [id, from, status] = [text(message['id']), text(message['from']), text(message['status'])];
  const subject = `${id === '' ? '' : `${id}: `}${from === '' ? '' : `(from ${from}) `}`;
  if (progress !== undefined && terminal) return `${start}${subject}${status} ${progress}${end}`;
  if (text(message['progress']) !== '') return `${subject}${status} ${text(message['progress'])}`;
  return stream === '' ? `${subject}${status}\n` : subject + stream;
}

/** A bar and numbers, as far as the width lets there be a bar. */
export function progressText({current, total, units, hidecounts}: Json, columns: number): string {
  const [done, all, unit] = [number(current), number(total), text(units)];
  if (done <= 0 && all <= 0) return '';
  if (all <= 0) return unit === '' ? humanSize(done).padStart(8) : `${done} ${unit}`;
  const filled = Math.min(50, Math.trunc(Math.trunc((done / all) * 100) / 2));
  const bar = columns > 110 ? `[${'='.repeat(filled)}>${' '.repeat(50 - filled)}] ` : '';
  if (hidecounts === true) return bar;
  if (unit !== '') return `${bar}${done}/${all} ${unit}`;
  return `${bar}${humanSize(done).padStart(8)}${done > all ? '' : `/${humanSize(all)}`}`;
}
