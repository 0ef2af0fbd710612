import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {comparable} from './comparable.ts';
import {type CallCase, callCases, type RecordedCall} from './recorded-calls.ts';

const file = path.join(import.meta.dirname, '../../../../fixtures/kubernetes-calls/calls.json');

/** Records the calls of a real API server: `kubectl proxy --port 18078 & tsx record-calls.ts http://127.0.0.1:18078`. */
async function record(server: string): Promise<void> {
  const recorded: RecordedCall[] = [];
  for (const [index, one] of callCases.entries()) {
    const {status, text, warning} = await send(server, one);
    recorded.push({...one, status, answer: comparable(parsed(text)), ...(warning ? {warning} : {})});
    // So that the namespace's account is there.
    if (index === 0) await sleep(1000);
  }
  const lines = recorded.map((call) => JSON.stringify(call));
  await writeFile(file, `[\n${lines.join(',\n')}\n]\n`);
}

async function send(server: string, {method, url, body, type = 'application/json', accept, as}: CallCase) {
  const response = await fetch(server + url, {
    method,
    signal: AbortSignal.timeout(20_000),
    headers: {
      'content-type': type,
      'user-agent': 'test',
      ...(accept ? {accept} : {}),
      ...(as ? {'impersonate-user': as} : {}),
    },
    ...(body === undefined ? {} : {body: typeof body === 'string' ? body : JSON.stringify(body)}),
  });
  return {status: response.status, text: await response.text(), warning: response.headers.get('warning')};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const [server = 'http://127.0.0.1:18078'] = process.argv.slice(2);
await record(server);
