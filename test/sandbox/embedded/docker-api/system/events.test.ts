import {beforeEach, describe, expect, it} from 'vitest';
import {type Answer, type CalledEngine, calledEngine, filters} from '../../called-engine.ts';

let engine: CalledEngine;
const start = Date.UTC(2026, 0, 1) / 1000;

beforeEach(async () => {
  engine = await calledEngine();
});

interface EventJson {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: {readonly ID: string; readonly Attributes: {readonly name?: string}};
}

function eventsOf(answer: Answer): readonly EventJson[] {
  const lines = answer.text().split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

const short = ({Type, Action, Actor}: EventJson): string => `${Type} ${Action} ${Actor.Attributes.name ?? Actor.ID}`;

async function past(query: string): Promise<readonly string[]> {
  const answer = await engine.get(`/events?${query}`);
  expect(answer.message).toBe('');
  await engine.clock.settle();
  expect(answer.isDone()).toBe(true);
  return eventsOf(answer).map(short);
}

describe('the stream of events', () => {
  it('tells each event at once, a line each, and nothing of before', async () => {
    await engine.post('/networks/create', {Name: 'before'});
    const answer = await engine.get('/events');
    await engine.post('/networks/create', {Name: 'net'});
    await engine.clock.settle();
    expect(eventsOf(answer).map(short)).toEqual(['network create net']);
    await engine.post('/volumes/create', {Name: 'site'});
    await engine.clock.settle();
    expect(eventsOf(answer).map(short)).toEqual(['network create net', 'volume create site']);
    expect(answer.isDone()).toBe(false);
  });

  it('writes an event as Docker does, byte by byte', async () => {
    await engine.post('/volumes/create', {Name: 'site'});
    const id = await engine.make('web', {Labels: {zeta: '1', alpha: '2'}});
    const answer = await engine.get(`/events?since=${start}&until=${start + 1}`);
    await engine.clock.advance(2000);
    const lines = answer.text().split('\n');
    const first = Number(/timeNano":\d+(\d{9})}$/.exec(lines.at(-3) ?? '')?.[1]);
    const nano = (more: number): string => String(first + more).padStart(9, '0');
    expect(lines.at(-3)).toBe(
      `{"Type":"volume","Action":"create","Actor":{"ID":"site","Attributes":{"driver":"local"}},"scope":"local","time":${start},"timeNano":${start}${nano(0)}}`,
    );
    expect(lines.at(-2)).toBe(
      `{"status":"create","id":"${id}","from":"small:1","Type":"container","Action":"create","Actor":{"ID":"${id}",` +
        `"Attributes":{"alpha":"2","image":"small:1","name":"web","zeta":"1"}},"scope":"local","time":${start},"timeNano":${start}${nano(1)}}`,
    );
  });

  it('goes on from a time to the very nanosecond, so that a client that comes back misses nothing', async () => {
    for (const Name of ['aa', 'bb', 'cc']) await engine.post('/volumes/create', {Name});
    const all = await engine.get(`/events?since=${start}`);
    await engine.clock.settle();
    const second = /"ID":"bb".*"timeNano":(\d+)/.exec(all.text())?.[1] ?? '';
    const since = `${second.slice(0, -9)}.${second.slice(-9)}`;
    const answer = await engine.get(`/events?since=${since}`);
    await engine.post('/volumes/create', {Name: 'dd'});
    await engine.clock.settle();
    expect(eventsOf(answer).map(short)).toEqual(['volume create bb', 'volume create cc', 'volume create dd']);
  });

  it('ends at a time to come, at once at one that is over, and when the client is gone', async () => {
    const later = await engine.get(`/events?until=${start + 60}`);
    await engine.clock.advance(59_000);
    expect(later.isDone()).toBe(false);
    await engine.clock.advance(1000);
    expect(later.isDone()).toBe(true);
    expect((await past(`until=${start + 1}`)).length).toBeGreaterThan(0);
    const gone = new AbortController();
    const left = await engine.call('GET', '/events', {signal: gone.signal});
    const listeners = engine.daemon.events.listeners;
    gone.abort();
    await engine.clock.settle();
    expect(left.isDone()).toBe(true);
    expect(engine.daemon.events.listeners).toBe(listeners - 1);
  });

  it.each<[string, string]>([
    ['since=x', 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['until=10m', 'strconv.ParseInt: parsing "10m": invalid syntax'],
    ['since=9&until=1', '`since` time (9) cannot be after `until` time (1)'],
    ['filters=x', 'invalid filter: "x" is no JSON object'],
  ])('refuses %s', async (query, message) => {
    const answer = await engine.get(`/events?${query}`);
    expect([answer.status, answer.message]).toEqual([400, message]);
  });
});

describe('filters of events', () => {
  beforeEach(async () => {
    await engine.post('/networks/create', {Name: 'h7-ev'});
    await engine.post('/volumes/create', {Name: 'h7-evv'});
    await engine.make('web', {Labels: {app: 'shop'}});
    await engine.clock.advance(1000);
  });

  it.each<[object, readonly string[]]>([
    [{type: ['network', 'volume']}, ['network create h7-ev', 'volume create h7-evv']],
    [{event: ['create'], type: ['container']}, ['container create web']],
    [{event: ['crea']}, []],
    // Docker's own looseness: a name is the beginning of any event's.
    [{network: ['h7-ev']}, ['network create h7-ev', 'volume create h7-evv']],
    [{volume: ['h7-evv']}, ['volume create h7-evv']],
    [{container: ['web']}, ['container create web']],
    [{container: {web: true}}, ['container create web']],
    [{image: ['small']}, ['image pull small', 'container create web']],
    [{image: ['small:1'], type: ['container']}, ['container create web']],
    [{label: ['app']}, ['container create web']],
    [{label: ['app=shop']}, ['container create web']],
    [{label: ['app=other']}, []],
    [{scope: ['local'], type: ['volume']}, ['volume create h7-evv']],
    [{scope: ['swarm']}, []],
    [{type: ['nosuch']}, []],
    [{nosuch: ['x'], type: ['volume']}, ['volume create h7-evv']],
  ])('%j gives %j', async (wanted, found) => {
    expect(await past(`since=${start}&until=${start + 1}&${filters(wanted)}`)).toEqual(found);
  });

  it('know actions with more behind a colon by their beginning', async () => {
    const {events} = engine.daemon;
    events.tell('container', 'exec_create: ls /', 'c'.repeat(64), {name: 'x', image: 'small:1'});
    events.tell('container', 'health_status: healthy', 'c'.repeat(64), {name: 'x', image: 'small:1'});
    await engine.clock.advance(1000);
    const found = await past(`since=${start}&until=${start + 2}&${filters({event: ['exec_create', 'health_status']})}`);
    expect(found).toEqual(['container exec_create: ls / x', 'container health_status: healthy x']);
  });
});
