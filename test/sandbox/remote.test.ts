import {createServer} from 'node:http';
import {join} from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import type {Change} from '../../src/observation.ts';
import {answer, type Greeting, remoteSandbox} from '../../src/sandbox/remote.ts';
import type {Sandbox} from '../../src/sandbox/sandbox.ts';
import {emptyFolder} from '../support/empty-folder.ts';
import {until} from '../support/until.ts';
import {type StillSandbox, stillSandbox} from './still-sandbox.ts';

/** A sandbox behind a socket, and the client's side of it. */
async function overSocket(sandbox: StillSandbox): Promise<{remote: Sandbox; close(): Promise<void>}> {
  const socketPath = join(emptyFolder(), 's');
  const greeting: Greeting = {build: 'b', pid: 1, about: sandbox.about, shell: sandbox.shell, mirror: '', attending: 0};
  const server = createServer((from, to) => void answer(sandbox, greeting, from, to));
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return {remote: remoteSandbox(socketPath, greeting), close};
}

const box = {api: 'docker', resource: 'container', name: 'wep'} as const;

it('answers over the socket as the sandbox itself does', async () => {
  const notice = {cause: 'ledger-damaged', params: {aside: '/a', lost: 2}} as const;
  const {remote} = await overSocket(stillSandbox([notice]));
  expect(await remote.observe(box, 0)).toEqual({state: 'absent', similar: ['web']});
  expect(await remote.survey(0)).toMatchObject({containers: [], calls: []});
  expect(await remote.checkpoint()).toBe(7);
  expect(await remote.reset(7)).toMatchObject({exact: true});
  expect(await remote.reset()).toMatchObject({exact: false});
  expect((await remote.inventory()).containers).toEqual(['web']);
  expect(await remote.notices()).toEqual([notice]);
  expect(await remote.notices(), 'told once').toEqual([]);
});

it("carries the sandbox's own problem across", async () => {
  const {remote} = await overSocket(stillSandbox());
  await expect(remote.clean()).rejects.toMatchObject({code: 'UNEXPECTED', message: 'not today'});
});

it('tells every change, until it is not wanted any more', async () => {
  const sandbox = stillSandbox();
  const {remote} = await overSocket(sandbox);
  const heard: Change[] = [];
  const stop = new AbortController();
  remote.changes((change) => heard.push(change), stop.signal);
  await until(
    () => {
      sandbox.tell({at: 1, what: 'container start web'});
      return heard.length;
    },
    (count) => count > 0,
  );
  expect(heard[0]).toEqual({at: 1, what: 'container start web'});
  stop.abort();
  await until(
    () => heard.length,
    () => true,
  );
  expect(heard.map(({what}) => what)).not.toContain('host gone');
});

it('says that the host is gone, to a listener and in every answer', async () => {
  const {remote, close} = await overSocket(stillSandbox());
  const heard: string[] = [];
  const {signal} = new AbortController();
  remote.changes(({what}) => heard.push(what), signal);
  await remote.checkpoint();
  await close();
  expect(
    await until(
      () => [...heard],
      (all) => all.length > 0,
    ),
  ).toEqual(['host gone']);
  expect(await remote.observe(box, 0)).toEqual({state: 'unreachable', reason: {cause: 'sandbox-stopped', params: {}}});
  await expect(remote.checkpoint()).rejects.toMatchObject({code: 'HOST_NOT_RUNNING', exitCode: 3});
  // Also to somebody who comes when nobody is there.
  remote.changes(({what}) => heard.push(what), signal);
  expect(
    await until(
      () => [...heard],
      (all) => all.length > 1,
    ),
  ).toEqual(['host gone', 'host gone']);
});
