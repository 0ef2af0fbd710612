import {existsSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type StartedEngine, startEngine} from '../../../../src/sandbox/embedded/edge/start.ts';
import {type TemporaryFolder, temporaryFolder} from '../../../support/temporary-folder.ts';
import {callSocket} from '../served-engine.ts';

let folder: TemporaryFolder;
let socketPath: string;
const started: StartedEngine[] = [];

beforeEach(async () => {
  folder = await temporaryFolder();
  socketPath = join(folder.path, 'engine.sock');
});

afterEach(async () => {
  for (const engine of started.splice(0)) await engine.stop();
  await folder.remove();
});

async function start(at: {readonly socketPath: string} | {readonly port: number}): Promise<StartedEngine> {
  const engine = await startEngine({...at, bindFolder: folder.path, downloadPace: 0});
  started.push(engine);
  return engine;
}

describe('starting an engine', () => {
  it('gives its address and version, and leaves no socket behind when it stops', async () => {
    const engine = await start({socketPath});
    expect(engine.host).toBe(`unix://${socketPath}`);
    expect((await callSocket(socketPath, {method: 'GET', path: '/version'})).json()).toMatchObject({
      Version: engine.version,
    });
    await started.pop()?.stop();
    expect(existsSync(socketPath)).toBe(false);
  });

  it('works on a loopback port where there are no sockets', async () => {
    const {host} = await start({port: 0});
    expect(host).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${host.replace('tcp', 'http')}/_ping`);
    expect([answer.status, await answer.text()]).toEqual([200, 'OK']);
  });

  it('takes the place of an engine that died', async () => {
    const dead = createServer();
    await new Promise<void>((resolve) => dead.listen(`${socketPath}.old`, resolve));
    // As after SIGKILL: the socket is there, and nobody listens.
    renameSync(`${socketPath}.old`, socketPath);
    await new Promise((resolve) => dead.close(resolve));
    expect(existsSync(socketPath)).toBe(true);
    await start({socketPath});
    expect((await callSocket(socketPath, {method: 'GET', path: '/_ping'})).text).toBe('OK');
  });

  it('does not take the place of one that lives, or of a file', async () => {
    await start({socketPath});
    await expect(start({socketPath})).rejects.toMatchObject({code: 'EADDRINUSE'});
    expect((await callSocket(socketPath, {method: 'GET', path: '/_ping'})).text).toBe('OK');
    const file = join(folder.path, 'precious');
    writeFileSync(file, 'precious');
    await expect(start({socketPath: file})).rejects.toMatchObject({code: 'EADDRINUSE'});
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });
});
