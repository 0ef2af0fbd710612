import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {readAll} from '../../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {HttpClient} from '../../../../../../src/sandbox/embedded/runtime/http/client.ts';
import {HttpHeaders} from '../../../../../../src/sandbox/embedded/runtime/http/headers.ts';
import {until} from '../../../../../support/until.ts';
import type {Machine} from '../../../rig.ts';
import {comparable, type FlowAnswer, type FlowStep, flow, pathOf} from './flow.ts';
import {createRegistryMachine} from './machine.ts';

const recorded: readonly FlowAnswer[] = JSON.parse(readFileSync(new URL('flow.json', import.meta.url), 'utf8'));

async function ask({space}: Machine, step: FlowStep, kept: Map<string, string>): Promise<FlowAnswer> {
  const {method, path} = pathOf(step, kept);
  const client = new HttpClient(space.fabric.toStack(space.network, 5000).stream);
  const headers = new HttpHeaders([['Host', 'registry:5000'], ...Object.entries(step.headers ?? {})]);
  const response = await client.request({method, target: path, headers, body: encode(step.body ?? '')});
  const got = new Map(response.headers.pairs.map(([name, value]) => [name.toLowerCase(), value] as const));
  if (step.keep !== undefined) kept.set(step.keep, got.get('location') ?? kept.get(step.keep) ?? '');
  const body = decode(await readAll(response.body));
  client.close();
  return comparable(response.status, got, body);
}

/** The real one lists tags as its disk does; here they are sorted. */
function withSortedTags(answer: FlowAnswer): FlowAnswer {
  const sort = (_: string, list: string): string => `"tags":[${list.split(',').sort().join(',')}]`;
  return {...answer, body: answer.body.replace(/"tags":\[([^\]]*)\]/, sort)};
}

describe('the registry answers as the real one does', async () => {
  const machine = createRegistryMachine();
  machine.start(['registry', 'serve', '/etc/docker/registry/config.yml'], {
    env: {REGISTRY_STORAGE_DELETE_ENABLED: 'true'},
  });
  await until(
    () => machine.space.network.listenerAt('127.0.0.1', 5000),
    (listener) => listener !== undefined,
    {intervalMs: 1},
  );
  const kept = new Map<string, string>();
  it.each(flow.map((step, index) => [index, step.request, step] as const))('%d %s', async (index, _request, step) => {
    const answer = await ask(machine, step, kept);
    const expected = recorded[index] ?? {status: 0, headers: {}, body: 'nothing recorded'};
    expect(withSortedTags(answer)).toEqual(withSortedTags(expected));
  });
});
