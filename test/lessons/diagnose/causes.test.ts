import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {learnersOwn} from '../../../src/lessons/checks/verdict.ts';
import {causes, words} from '../../../src/lessons/diagnose/index.ts';

const folder = new URL('../../../src/lessons/diagnose/', import.meta.url);
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const defining = readdirSync(folder).filter((name) => text(name).includes('= defineCause({'));

/** Names of the parameters a sentence uses, each once, sorted. */
function used(sentence: string): readonly string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();
}

describe('the causes', () => {
  it('are all the files that define one, each named after its file', () => {
    expect(causes.map(({cause}) => `${cause}.ts`).sort()).toEqual([...defining].sort());
    expect(new Set(causes.map(({cause}) => cause)).size).toBe(causes.length);
    for (const {cause} of causes) expect(text(`${cause}.ts`)).toContain(`cause: '${cause}',`);
  });

  it('include every one that checks and sandbox name', () => {
    const checks = new URL('../../../src/lessons/checks/', import.meta.url);
    const source = readdirSync(checks)
      .map((name) => readFileSync(new URL(name, checks), 'utf8'))
      .join('\n');
    const named = [...source.matchAll(/(?:unmet|waiting|blocked)\('([a-z-]+)'/g)].map(([, cause = '']) => cause);
    const known = causes.map(({cause}) => cause);
    expect([...named, ...learnersOwn].filter((cause) => !known.includes(cause))).toEqual([]);
    for (const {cause, verdict} of causes) if (learnersOwn.has(cause)) expect(verdict, cause).toBe('unmet');
  });

  it('stand in docs/diagnoses.md with every sentence', () => {
    const docs = readFileSync(new URL('../../../docs/diagnoses.md', import.meta.url), 'utf8');
    for (const {says} of causes) {
      for (const {en, zh} of Object.values(says)) {
        expect(docs, 'run npx tsx scripts/diagnoses.ts').toContain(en);
        expect(docs, 'run npx tsx scripts/diagnoses.ts').toContain(zh);
      }
    }
  });
});

const sentences = causes.flatMap(({cause, params, says}) =>
  Object.entries(says).map(([variant, sentence]) => ({cause, variant, params, ...sentence})),
);

describe.each(sentences)('$cause ($variant)', ({params, en, zh}) => {
  it('says the same facts in both languages, and only declared ones', () => {
    expect(used(en)).toEqual(used(zh));
    for (const name of used(en)) expect(params).toContain(name);
  });

  it('names the same commands in both languages', () => {
    const commands = (sentence: string) =>
      [...sentence.matchAll(/`([^`]+)`/g)]
        .map(([, typed = '']) =>
          typed.replace(
            /VALUE|PATH|SOURCE:TARGET|SOURCE|HOST:CONTAINER|HOST\b|\p{Script=Han}+:\p{Script=Han}+|\p{Script=Han}+/gu,
            '',
          ),
        )
        .sort();
    expect(commands(en)).toEqual(commands(zh));
  });

  it('is short, calm and blames nobody', () => {
    expect(en.length).toBeLessThan(300);
    expect(en).not.toMatch(/\b(wrong|fail(?:ed|s)?|invalid|incorrect|simply|just a|obviously|easy|please)\b|!/i);
    expect(zh).not.toMatch(/您|错误：|失败|！|「|」/);
  });

  it('is a whole sentence without what gives the step away', () => {
    const early = (sentence: string) => sentence.replace(/‹[^›]*›/g, '');
    for (const sentence of [en, zh]) expect(sentence.replace(/‹[^‹›]*›/g, '')).not.toMatch(/[‹›]/);
    expect(en.includes('‹')).toBe(zh.includes('‹'));
    expect(early(en)).toMatch(/[.`?)\]]$|\{answer\}$/);
    expect(early(zh)).toMatch(/[。？`）\]]$|\{answer\}$/);
  });

  it('is written as Chinese is: full-width marks, a space between Han and Latin', () => {
    const outside = zh
      .replace(/`[^`]*`/g, '')
      .replace(/\{(kind|property)\}/g, '某物')
      .replace(/[{}[\]‹›]/g, '');
    expect(outside).not.toMatch(/[\u4e00-\u9fff][,;:!?]|[,;!?](?=[\u4e00-\u9fff])/);
    expect(outside).not.toMatch(/[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/);
    expect(zh).not.toMatch(/ [，。；：、）]|[，。；：、（] /);
    expect(zh.replace(/[\]}›]+$/, '')).toMatch(/[。？`]$|\{answer$/);
  });
});

describe('words', () => {
  it('put names and values where they belong', () => {
    const params = {name: 'web', expected: '8080->80', seen: '80->8080', option: '8080:80'};
    expect(words({verdict: 'unmet', cause: 'ports-swapped', params}, 'en')).toEqual({
      says: 'Container web publishes 80->8080; the step asks for 8080->80. In `-p HOST:CONTAINER` yours comes first: `docker rm -f web`, then run it again with `-p 8080:80`.',
      expected: '8080->80',
      seen: '80->8080',
    });
    expect(words({verdict: 'unmet', cause: 'ports-swapped', params}, 'zh').says).toBe(
      '容器 web 发布的是 80->8080，这一步要的是 8080->80。`-p 主机端口:容器端口`，你的在前：先 `docker rm -f web`，再用 `-p 8080:80` 重新运行。',
    );
  });

  it('say property, state and matcher in the learner’s language', () => {
    const params = {kind: 'volume', name: 'store', property: 'labels', key: 'a', expected: '~^x', seen: ''};
    const verdict = {verdict: 'unmet', cause: 'differs', params} as const;
    expect(words(verdict, 'en').says).toBe(
      'Volume store: the label is none; the step asks for something that matches ^x.',
    );
    expect(words(verdict, 'zh').says).toBe('卷 store 的标签（label）是无，这一步要的是匹配 ^x 的内容。');
  });

  it('leave out what is not known, in brackets', () => {
    const says = (params: {name: string; last: string}) =>
      words({verdict: 'unmet', cause: 'exited-with', params: {...params, exitCode: 3}}, 'en').says;
    expect(says({name: 'web', last: ''})).toBe(
      'Container web ended with exit code 3, which its own program chose. `docker logs web` shows the rest.',
    );
    expect(says({name: 'web', last: 'no config'})).toContain(' Its last line: “no config”. `docker logs web`');
  });

  it('let no control character of a container’s through, and cut what is long', () => {
    const last = `\u001b[31mred\u001b[0m\u0007\n\u009b2J\u202e${'x'.repeat(500)}`;
    const {says} = words({verdict: 'unmet', cause: 'exited-with', params: {name: 'web', exitCode: 1, last}}, 'en');
    expect(says).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(says).toContain('Its last line: “red');
    expect(says.length).toBeLessThan(400);
  });

  it('never put one parameter into another', () => {
    const params = {kind: 'container', name: '{seen}[x]', property: 'image', key: '', expected: '$&', seen: '{name}'};
    expect(words({verdict: 'unmet', cause: 'other-image', params}, 'en').says).toContain(
      'Container {seen}[x] was made from {name}; the step asks for $&.',
    );
  });

  it('are found even for a cause that nobody wrote words for', () => {
    const {says} = words({verdict: 'blocked', cause: 'gone-fishing', params: {till: 'noon'}}, 'en');
    expect(says).toBe(
      'Could not look at gone-fishing: {"till":"noon"}. `k8s-learn doctor` says what this machine can do.',
    );
  });
});
