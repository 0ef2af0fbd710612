import {describe, expect, it} from 'vitest';
import {type BuildEngine, buildEngine} from './build-engine.ts';
import type {BuildCall} from './corpus/build-case.ts';

const dockerfile = 'FROM busybox:1.36\nARG V=1\nENV A=1\nCOPY src /src\nRUN cat /src/a.txt > /b\nCMD ["cat", "/b"]\n';
const first: BuildCall = {dockerfile, files: {'src/a.txt': 'one\n'}};

/** How the steps after the first went: `c` from the cache, `.` done. */
function cached(text: string): string {
  const steps = text.split(/^Step .*$/m).slice(2);
  return steps.map((step) => (step.includes('Using cache') ? 'c' : '.')).join('');
}

async function play(engine: BuildEngine, call: BuildCall): Promise<string> {
  await engine.clock.advance(1000);
  return engine.text(call.dockerfile ?? '', call.files, call.query);
}

function idOf(text: string): string {
  return /Successfully built ([0-9a-f]{12})/.exec(text)?.[1] ?? text;
}

describe('the cache', () => {
  const changed = (from: string, to: string): BuildCall => ({...first, dockerfile: dockerfile.replace(from, to)});
  it.each<readonly [string, BuildCall, string]>([
    ['the same again', first, 'ccccc'],
    ['another content', {...first, files: {'src/a.txt': 'two\n'}}, 'cc...'],
    ['another mode', {...first, files: {'src/a.txt': {text: 'one\n', mode: 0o600}}}, 'cc...'],
    ['one more file', {...first, files: {'src/a.txt': 'one\n', 'src/b.txt': ''}}, 'cc...'],
    ['one more file elsewhere', {...first, files: {'src/a.txt': 'one\n', 'b.txt': ''}}, 'ccccc'],
    ['another variable', changed('A=1', 'A=2'), 'c....'],
    ['another default of an argument', changed('V=1', 'V=2'), '.....'],
    ['another value of an argument', {...first, query: 'buildargs={"V":"2"}'}, 'ccc..'],
    ['the default as the value of an argument', {...first, query: 'buildargs={"V":"1"}'}, 'ccccc'],
    ['another command', changed('cat /src', 'head /src'), 'ccc..'],
    ['another end', changed('"cat", ', ''), 'cccc.'],
    ['another base', changed('busybox:1.36', 'alpine:3.20'), '.....'],
    ['a comment', changed('ARG', '# why\nARG'), 'ccccc'],
    ['no cache', {...first, query: 'nocache=1'}, '.....'],
    ['a shell of its own', changed('RUN', 'SHELL ["sh", "-c"]\nRUN'), 'ccc...'],
  ])('%s', async (_, again, expected) => {
    const engine = await buildEngine();
    expect(cached(await play(engine, first))).toBe('.....');
    expect(cached(await play(engine, again))).toBe(expected);
  });

  it('gives the very same image however much later', async () => {
    const engine = await buildEngine();
    const before = idOf(await play(engine, first));
    await engine.clock.advance(3_600_000);
    expect(idOf(await play(engine, first))).toBe(before);
  });

  it('is the images: what is removed is done again', async () => {
    const engine = await buildEngine();
    const id = idOf(await play(engine, first));
    expect((await engine.call('DELETE', `/v1.41/images/${id}`)).status).toBe(200);
    expect(cached(await play(engine, first))).toBe('.....');
  });

  it('takes what another Dockerfile began with', async () => {
    const engine = await buildEngine();
    await play(engine, first);
    expect(cached(await play(engine, {...first, dockerfile: `${dockerfile}LABEL a=b\n`}))).toBe('ccccc.');
  });

  it('holds for each stage by itself', async () => {
    const engine = await buildEngine();
    const stages = (made: string): BuildCall => ({
      dockerfile: `FROM busybox:1.36 AS made\nRUN echo ${made} > /made\nFROM busybox:1.36\nENV A=1\nCOPY --from=made /made /\n`,
    });
    // The second FROM counts as a step that is never cached.
    expect(cached(await play(engine, stages('one')))).toBe('....');
    expect(cached(await play(engine, stages('two')))).toBe('..c.');
    expect(cached(await play(engine, stages('one')))).toBe('c.cc');
  });
});

interface Listed {
  readonly Id: string;
  readonly ParentId: string;
  readonly RepoTags: readonly string[] | null;
  readonly Created: number;
}

describe('the images in between', () => {
  it('are there without a name, one for each step, for those who ask for all', async () => {
    const engine = await buildEngine();
    await play(engine, {...first, query: 't=mine'});
    const all = await engine.get<readonly Listed[]>('/v1.41/images/json?all=1');
    const shown = await engine.get<readonly Listed[]>('/v1.41/images/json');
    expect(all).toHaveLength(shown.length + 4);
    const mine = all.find(({RepoTags}) => RepoTags?.includes('mine:latest'));
    const chain: (readonly string[] | null)[] = [];
    for (let at = all.find(({Id}) => Id === mine?.ParentId); at; ) {
      chain.push(at.RepoTags);
      const {ParentId} = at;
      at = all.find(({Id}) => Id === ParentId);
    }
    expect(chain).toEqual([null, null, null, null, ['busybox:1.36']].map((tags) => tags ?? chain[0]));
  });

  it('are as old as their steps by the clock of the engine', async () => {
    const engine = await buildEngine();
    await engine.clock.advance(5000);
    const now = engine.clock.now();
    const id = idOf(await engine.text('FROM busybox:1.36\nENV A=1\n'));
    const {Created} = await engine.get<{readonly Created: string}>(`/v1.41/images/${id}/json`);
    expect(Date.parse(Created)).toBeGreaterThanOrEqual(now);
    expect(Date.parse(Created)).toBeLessThan(now + 5000);
  });

  it('are told by the history in the words of the builder', async () => {
    const engine = await buildEngine();
    const id = idOf(await play(engine, first));
    const history = await engine.get<readonly {readonly CreatedBy: string}[]>(`/v1.41/images/${id}/history`);
    expect(history.slice(0, 5).map(({CreatedBy}) => CreatedBy.replace(/dir:[0-9a-f]{64}/, 'dir:SUM'))).toEqual([
      '/bin/sh -c #(nop)  CMD ["cat" "/b"]',
      '|1 V=1 /bin/sh -c cat /src/a.txt > /b',
      '/bin/sh -c #(nop) COPY dir:SUM in /src ',
      '/bin/sh -c #(nop)  ENV A=1',
      '/bin/sh -c #(nop)  ARG V=1',
    ]);
  });
});
