import {readFileSync} from 'node:fs';
import {encodeText, streamOf} from '../../../../../src/sandbox/cli/bytes.ts';
import type {CommandContext, ServerRequest, ServerResponse} from '../../../../../src/sandbox/cli/context.ts';
import {isObject, type Json, number, object, objects, text} from '../../../../../src/sandbox/cli/kubectl/json.ts';
import {runKubectl} from '../../../../../src/sandbox/cli/kubectl/main.ts';
import {type Client, functionClient} from '../../../../parity/run.ts';

/** A line that the real kubectl 1.34 was given, what it said, and what a real API server had answered. */
export interface Recorded {
  readonly line: string;
  /** RFC 3339: ages are told as of then. */
  readonly now: string;
  readonly output: string;
  /** By path and query. */
  readonly answers: Json;
}

const file = new URL('../../../../fixtures/kubectl/described.json', import.meta.url);
const recording = object(JSON.parse(readFileSync(file, 'utf8')));

export const recordedLines: readonly Recorded[] = objects(recording['described']).map((one) => ({
  line: text(one['line']).replace(/^kubectl /, ''),
  now: text(one['now']),
  output: text(one['output']),
  answers: object(one['answers']),
}));

/** Our kubectl as of that time, with a server that answers as it did then and knows nothing else. */
export function clientOf({now, answers}: Pick<Recorded, 'now' | 'answers'>): Client {
  const known = {...object(recording['discovery']), ...answers};
  return functionClient('ours', (context: CommandContext) =>
    runKubectl({
      ...context,
      clock: {...context.clock, now: () => Date.parse(now)},
      fetch: async (request) => answerTo(request, known),
    }),
  );
}

function answerTo({path}: ServerRequest, known: Json): ServerResponse {
  const answer = known[path];
  const {status, body} = isObject(answer) ? answer : {status: 404, body: notFound(path)};
  return {
    status: number(status),
    headers: {'content-type': 'application/json'},
    body: streamOf(encodeText(JSON.stringify(body))),
  };
}

function notFound(path: string): Json {
  return {kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404, message: `nothing recorded at ${path}`};
}
