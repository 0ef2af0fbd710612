import {describe, expect, it} from 'vitest';
import {
  ConfigProblem,
  listOf,
  parseConfig,
} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/fluentd/config.ts';
import {fluentdProgram} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/fluentd/fluentd.ts';
import {unpack} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/fluentd/message-pack.ts';
import {matchesTag} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/fluentd/tag.ts';
import {type Machine, manualClock, type RanProcess} from '../../../rig.ts';
import {createBox} from '../../programs/box.ts';

const clock = manualClock();

/** Runs fluentd with a configuration for some simulated seconds; what it said without times. */
async function collect(
  config: string,
  seconds = 2,
): Promise<{readonly said: string; readonly ran: RanProcess; readonly machine: Machine; stop(): Promise<number>}> {
  const machine = createBox({clock, programs: [fluentdProgram]});
  machine.lay({
    '/bin/fluentd': 'program:fluentd',
    '/f.conf': config,
    '/var/in.log': '{"a":1,"level":"info"}\nno json\n{"a":2,"level":"error"}\n',
  });
  const ran = machine.start(['fluentd', '-c', '/f.conf']);
  await clock.advance(seconds * 1000);
  return {
    said: ran.out().replace(/^[\d-]+ [\d:.]+ \+0000 /gm, ''),
    ran,
    machine,
    async stop() {
      ran.process.kill('SIGTERM', 'outside');
      await clock.advance(1000);
      return (await ran.process.ended).code;
    },
  };
}

const tail = (parse: string): string =>
  `<source>\n@type tail\npath /var/in.log\ntag app.log\nread_from_head true\n<parse>\n${parse}\n</parse>\n</source>\n`;

describe('a tag', () => {
  it.each([
    ['a.b', 'a.b', true],
    ['a.*', 'a.b', true],
    ['a.*', 'a', false],
    ['a.*', 'a.b.c', false],
    ['a.**', 'a', true],
    ['a.**', 'a.b.c', true],
    ['**', 'x', true],
    ['**.c', 'a.b.c', true],
    ['{a,b}.c', 'b.c', true],
    ['{a,b}.c', 'c.c', false],
    ['x a.b', 'a.b', true],
    ['node.w*b', 'node.web', true],
  ])('%s takes %s: %s', (pattern, tag, taken) => {
    expect(matchesTag(pattern, tag)).toBe(taken);
  });
});

describe('a configuration', () => {
  it('has sections, values, lists and comments', () => {
    const config = parseConfig(
      '# c\n<match a.** b>\n  @type stdout # why\n  x "a # b"\n  <format>\n  </format>\n</match>\n',
      'f',
    );
    const [match] = config.sections;
    expect([match?.argument, [...(match?.values ?? [])], match?.sections.length]).toEqual([
      'a.** b',
      [
        ['@type', 'stdout'],
        ['x', 'a # b'],
      ],
      1,
    ]);
    expect(listOf('["/a", \'/b\']')).toEqual(['/a', '/b']);
    expect(listOf('/a, /b')).toEqual(['/a', '/b']);
  });

  it.each([
    ['<match a>\n@type stdout\n', "expected end tag '</match>' but got end of file"],
    ['</match>\n', 'unmatched end tag at f.conf line 1'],
    ['<source>\n</source>', "'@type' parameter is required"],
    ['<source>\n@type tail\n</source>', "'path' parameter is required"],
    [
      '<source>\n@type kafka\n</source>',
      "Unknown input plugin 'kafka'. This simulation of fluentd has tail, forward, http, sample",
    ],
    ['<match **>\n@type elasticsearch\n</match>', "Unknown output plugin 'elasticsearch'"],
    ['<source>\n@type sample\ntag a\n@label @none\n</source>', "'@none' label not found"],
    [tail('@type regexp\nexpression /(/'), 'Invalid regexp'],
  ])('that is wrong is refused: %s', async (config, words) => {
    const {said, ran} = await collect(config, 0.1);
    expect(said).toMatch(/\[error\]: config error file="\/f\.conf" error_class=Fluent::ConfigError error="/);
    expect(said).toContain(words);
    expect((await ran.process.ended).code).toBe(1);
  });

  it('is read or refused whatever it is', () => {
    const words = [
      '<source>',
      '</source>',
      '<match',
      '**>',
      '\n',
      '@type',
      'tail',
      '["a",',
      ']',
      '"',
      "'",
      '#',
      ' ',
      '>',
      '</',
      '{',
    ];
    let seed = 7;
    for (let round = 0; round < 2000; round += 1) {
      const text = Array.from({length: 12}, () => {
        seed = (seed * 48_271) % 0x7fffffff;
        return words[seed % words.length];
      }).join('');
      try {
        parseConfig(text, 'f');
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigProblem);
      }
    }
  });
});

describe('fluentd', () => {
  it('parses, filters, changes and prints', async () => {
    const {said, stop} = await collect(
      `${tail('@type json')}<filter app.**>\n@type grep\n<exclude>\nkey level\npattern /^info$/\n</exclude>\n</filter>\n` +
        `<filter **>\n@type record_transformer\n<record>\nhost \${hostname}\npart \${tag_parts[0]}\n</record>\n</filter>\n<match **>\n@type stdout\n</match>\n`,
    );
    expect(said).toContain('[warn]: #0 pattern not matched: "no json"\n');
    expect(said).toContain('app.log: {"a":2,"level":"error","host":"box","part":"app"}\n');
    expect(said).not.toContain('app.log: {"a":1');
    expect(await stop()).toBe(0);
  });

  it('makes events of its own', async () => {
    const {said, stop} = await collect(
      '<source>\n@type sample\ntag s\nsample {"n":1}\n</source>\n<match s>\n@type stdout\n<format>\n@type json\n</format>\n</match>\n',
    );
    expect(said.match(/^\{"n":1\}$/gm)?.length).toBe(3);
    expect(await stop()).toBe(0);
  });

  it('takes events over HTTP', async () => {
    const {ran, machine, stop} = await collect(
      '<source>\n@type http\nport 9880\n</source>\n<match **>\n@type stdout\n</match>\n',
    );
    const post = machine.start(['wget', '-qO-', '--post-data', 'json={"x":"1+1"}', 'http://127.0.0.1:9880/t/u']);
    await clock.advance(1000);
    expect((await post.process.ended).code).toBe(0);
    expect(ran.out()).toMatch(/ t\.u: \{"x":"1 1"\}\n/);
    await stop();
  });

  it('says which tag nobody takes', async () => {
    const {said, stop} = await collect('<source>\n@type sample\ntag lost.tag\n</source>\n');
    expect(said).toContain('[warn]: #0 no patterns matched tag="lost.tag"\n');
    await stop();
  });

  it('knows its version', async () => {
    const box = createBox({programs: [fluentdProgram]});
    box.lay({'/bin/fluentd': 'program:fluentd'});
    expect((await box.run(['fluentd', '--version'])).out).toBe('fluentd 1.16.2\n');
  });
});

describe('a packed message', () => {
  it('is read when all of it is there', () => {
    // ["t", 1, {"a": -1, "b": [true, null, 1.5]}]
    const bytes = Uint8Array.from([
      ...[0x93, 0xa1, 0x74, 0x01, 0x82, 0xa1, 0x61, 0xff, 0xa1, 0x62, 0x93, 0xc3, 0xc0],
      ...[0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0],
    ]);
    for (let length = 0; length < bytes.length; length += 1) expect(unpack(bytes.subarray(0, length))).toBeUndefined();
    expect(unpack(bytes)).toEqual({value: ['t', 1, {a: -1, b: [true, null, 1.5]}], end: bytes.length});
  });
});
