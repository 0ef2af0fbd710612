import {describe, expect, it} from 'vitest';
import {concat, decode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import type {SignalName} from '../../../../../src/sandbox/embedded/runtime/process/signals.ts';
import {echoBytes} from '../../../../../src/sandbox/embedded/runtime/programs/shared/echo.ts';
import {unescapeText} from '../../../../../src/sandbox/embedded/runtime/programs/shared/escapes.ts';
import {parseKill, sendSignal} from '../../../../../src/sandbox/embedded/runtime/programs/shared/kill.ts';
import {runPrintf} from '../../../../../src/sandbox/embedded/runtime/programs/shared/printf.ts';
import {evaluateTest, withoutBracket} from '../../../../../src/sandbox/embedded/runtime/programs/shared/test.ts';
import {createBox} from './box.ts';

/** What `printf` writes and complains of. */
async function printed(
  ...args: readonly string[]
): Promise<{readonly bytes: Uint8Array; readonly complaints: readonly string[]; readonly code: number}> {
  const parts: Uint8Array[] = [];
  const complaints: string[] = [];
  const code = await runPrintf(args, {
    print: async (bytes) => void parts.push(bytes),
    complain: async (sentence) => void complaints.push(sentence),
    breathe: async () => {},
  });
  return {bytes: concat(parts), complaints, code};
}

describe('echo and printf', () => {
  it('write bytes, also such as are no text', async () => {
    expect([...echoBytes(['-e', '\\0377\\x41'])]).toEqual([0xff, 0x41, 0x0a]);
    expect([...(await printed('\\377%b', '\\0376')).bytes]).toEqual([0xff, 0xfe]);
    expect(decode(unescapeText('\\xe4\\xbd\\xa0').bytes)).toBe('你');
  });

  it('stop where they are told to', async () => {
    expect(decode(echoBytes(['-e', 'a\\cb', 'c']))).toBe('a');
    expect(decode((await printed('%b%s', 'a\\cb', 'c')).bytes)).toBe('a');
  });

  it('say what is wrong, and write what is right', async () => {
    expect(await printed('%d|%s', 'x', 'y')).toMatchObject({complaints: ["invalid number 'x'"], code: 1});
    expect(decode((await printed('%d|%s', 'x', 'y')).bytes)).toBe('0|y');
  });

  it.each([
    ['%.0f %.0f %.1f', ['0.5', '1.5', '0.25'], '0 2 0.2'],
    ['%.2f', ['1e22'], '10000000000000000000000.00'],
    ['%g %g %#g', ['100000', '1e15', '1'], '100000 1e+15 1.00000'],
    ['%010.3f|%-9.1e|', ['-3.14159', '12345'], '-00003.142|1.2e+04  |'],
  ])('round as C does: %s of %j', async (format, values, expected) => {
    expect(decode((await printed(format, ...values)).bytes)).toBe(expected);
  });

  it('make no line wider than anybody can want', async () => {
    expect((await printed('%999999999d', '1')).bytes.length).toBe(1_000_000);
    expect((await printed('%.999999999f', '1')).bytes.length).toBeLessThan(200);
  });
});

describe('test', () => {
  const {process} = createBox({files: {'/srv/f': 'text'}}).machine.start(['sleep', '1'], {folder: '/srv'});

  it.each([
    [['f', '-ef', '/srv/f'], 0],
    [['-s', 'f', '-a', '!', '-d', 'f'], 0],
    [['(', '1', '-lt', '2', ')', '-o', 'x', '=', 'y'], 0],
    [['-r', '/none'], 1],
    [[], 1],
  ])('%j is %s', (args, code) => {
    expect(evaluateTest(args, process)).toEqual({code});
  });

  it('says what it cannot judge', () => {
    expect(evaluateTest(['1', '-eq', 'x'], process)).toEqual({code: 2, complaint: 'x: bad number'});
  });

  it('takes operators of its caller, and a bracket off', () => {
    expect(evaluateTest(['a', '~', 'b'], process, {'~': () => true})).toEqual({code: 0});
    expect(withoutBracket(['a', ']'])).toEqual(['a']);
    expect(withoutBracket(['a'])).toBeUndefined();
  });
});

describe('kill', () => {
  it('reads what it is asked for', () => {
    expect(parseKill(['-9', '1', '%2'])).toEqual({kind: 'send', signal: 'SIGKILL', targets: ['1', '%2']});
    expect(parseKill(['-s', 'hup', '--', '-5'])).toEqual({kind: 'send', signal: 'SIGHUP', targets: ['-5']});
    expect(parseKill(['-l', '15', '130'])).toEqual({kind: 'list', lines: ['TERM', 'INT'], complaints: []});
    expect(parseKill(['-x', '1'])).toEqual({kind: 'wrong', complaint: "bad signal name 'x'"});
  });

  it('reaches a process, a group, all others, and what it may', () => {
    const sent: string[] = [];
    const user = {uid: 1000, gid: 1000, groups: []};
    const all = [
      {pid: 1, group: 1, user: {...user, uid: 0}},
      {pid: 2, group: 2, user},
      {pid: 3, group: 2, user},
    ].map((one) => ({...one, kill: (name: SignalName) => void sent.push(`${name} ${one.pid}`)}));
    const sender = {pid: 2, group: 2, user, kill: () => {}, space: {processes: () => all}};
    const results = ['3', '-2', '0', '-1', '1', '9', 'x'].map((target) => sendSignal(sender, target, 'SIGTERM'));
    expect(sent).toEqual(['3', '2', '3', '2', '3', '3'].map((pid) => `SIGTERM ${pid}`));
    expect(results.slice(4)).toEqual([
      "can't kill pid 1: Operation not permitted",
      "can't kill pid 9: No such process",
      "invalid number 'x'",
    ]);
  });
});
