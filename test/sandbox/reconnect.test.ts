import {expect, it} from 'vitest';
import {LearnError} from '../../src/errors.ts';
import type {Change} from '../../src/observation.ts';
import {reconnecting} from '../../src/sandbox/reconnect.ts';
import type {Sandbox} from '../../src/sandbox/sandbox.ts';
import {until} from '../support/until.ts';
import {type StillSandbox, stillSandbox} from './still-sandbox.ts';

const gone = new LearnError({code: 'HOST_NOT_RUNNING', message: 'gone'});
const box = {api: 'docker', resource: 'container', name: 'web'} as const;

/** A sandbox whose host was killed. */
function dead(): Sandbox {
  const fail = async (): Promise<never> => {
    throw gone;
  };
  return {
    ...stillSandbox(),
    observe: async () => ({state: 'unreachable', reason: {cause: 'sandbox-stopped', params: {}}}),
    survey: fail,
    checkpoint: fail,
    reset: fail,
    inventory: fail,
    clean: fail,
    notices: fail,
    changes: (onChange) => void queueMicrotask(() => onChange({at: 0, what: 'host gone'})),
  };
}

function opener(...sandboxes: readonly (Sandbox | Error)[]): {open: () => Promise<Sandbox>; count: () => number} {
  let count = 0;
  return {
    count: () => count,
    async open() {
      const next = sandboxes[Math.min(count, sandboxes.length - 1)];
      count += 1;
      if (next === undefined || next instanceof Error) throw next ?? gone;
      return next;
    },
  };
}

it('asks a new host when the old one is gone, and opens one for all who ask at once', async () => {
  const {open, count} = opener(stillSandbox());
  const sandbox = reconnecting(dead(), open);
  const [seen, at, exists] = await Promise.all([sandbox.observe(box, 0), sandbox.checkpoint(), sandbox.inventory()]);
  expect({seen, at, exists}).toMatchObject({seen: {state: 'absent'}, at: 7, exists: {containers: ['web']}});
  expect(count()).toBe(1);
});

it('does not take a problem of the sandbox for a lost host', async () => {
  const {open, count} = opener(stillSandbox());
  await expect(reconnecting(stillSandbox(), open).clean()).rejects.toThrow('not today');
  expect(count()).toBe(0);
});

it('is blocked, and does not reject, when there is no new host either', async () => {
  const {open} = opener(new Error('no Docker'));
  expect(await reconnecting(dead(), open).observe(box, 0)).toMatchObject({
    state: 'unreachable',
    reason: {cause: 'sandbox-stopped'},
  });
});

it('goes on telling changes from the new host, however long that takes to come', async () => {
  const fresh: StillSandbox = stillSandbox();
  const {open, count} = opener(new Error('no Docker yet'), fresh);
  const heard: Change[] = [];
  const stop = new AbortController();
  reconnecting(dead(), open).changes((change) => heard.push(change), stop.signal);
  await until(
    () => {
      fresh.tell({at: 1, what: 'container start web'});
      return heard.length;
    },
    (length) => length > 1,
  );
  expect(heard.slice(0, 2).map(({what}) => what)).toEqual(['host gone', 'container start web']);
  expect(count()).toBe(2);
  stop.abort();
});
