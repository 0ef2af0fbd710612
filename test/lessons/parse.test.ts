import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseLesson} from '../../src/lessons/parse.ts';
import {formatProblem} from '../../src/lessons/problem.ts';
import {fewCheckTypes} from './check-types.ts';
import {codeOf, fixture, found, lessonFixtures} from './fixtures.ts';

const parse = (source: string, file = 'lessons/03-base/lesson.md') =>
  parseLesson(source, {file, number: 3, checkTypes: fewCheckTypes});
const lines = (source: string) => parse(source).problems.map(formatProblem);
const valid = fixture('valid.md');
const change = (from: string, to: string) => {
  expect(valid).toContain(from);
  return valid.replace(from, to);
};

describe('parseLesson', () => {
  it.each(Object.entries(lessonFixtures))('finds exactly what is wrong in %s, at %s', (file, at) => {
    expect(found(parse(fixture(file), file).problems)).toEqual([`${codeOf(file)} ${at}`]);
  });

  it('takes a whole lesson apart', () => {
    const {lesson, problems} = parse(valid);
    expect(problems).toEqual([]);
    expect(lesson).toMatchObject({
      number: 3,
      id: 'base',
      title: {en: 'Base'},
      summary: {en: 'One step, one quiz, three sentences.'},
      minutes: 5,
      needs: ['docker'],
      introduction: {en: 'Introduction.'},
      setup: [],
      remember: {en: ['One.', 'Two.', 'Three.']},
      files: '',
      languages: ['en'],
    });
    const [web, quiz] = lesson.steps;
    const file = 'lessons/03-base/lesson.md';
    const run = {text: 'docker run -d --name web -p 8080:80 nginx', place: {file, line: 16, column: 1}};
    expect(web).toEqual({
      id: 'web',
      title: {en: 'Web'},
      body: {en: 'Start it:\n\n```sh run\ndocker run -d --name web -p 8080:80 nginx\n```'},
      setup: [],
      run: [run],
      checks: [
        {type: 'container', params: {name: 'web', state: 'running'}, place: {file, line: 20, column: 3}},
        {type: 'http', params: {url: 'http://localhost:8080', status: 200}, place: {file, line: 21, column: 3}},
      ],
      hints: [{en: 'Look at the ports.'}, {en: 'Publish one.'}],
      solution: [run],
      alternatives: [],
      mistakes: [
        {run: {text: 'docker create --name web nginx', place: {file, line: 31, column: 8}}, says: {en: 'not running'}},
        {run: {text: 'docker run -d nginx', place: {file, line: 33, column: 8}}, says: {en: 'no name'}},
      ],
      answers: [],
    });
    expect(quiz).toMatchObject({
      body: {en: 'Which?'},
      checks: [],
      solution: [],
      answers: [
        {text: {en: 'This'}, right: true, explanation: {en: 'Because.'}},
        {text: {en: 'That'}, right: false, explanation: {en: 'Because not.'}},
      ],
    });
  });

  it('keeps setups, solutions, alternatives, pictures and callouts where they belong', () => {
    const source = change(
      'Introduction.',
      '```sh setup\ndocker pull -q nginx\n```\n\nIntroduction.\n\n```picture\n+--+\n```',
    )
      .replace(
        'Start it:',
        '```sh setup\ntouch a\n```\n\nStart it:\n\n> [!TIP]\n> A tip.\n\n```dockerfile\nFROM nginx\n```',
      )
      .replace(
        '## Quiz',
        '```sh solution\na\n```\n\n```sh solution\nb\n```\n\n```sh alternative\nc\nd\n```\n\n## Quiz',
      );
    const {lesson, problems} = parse(source);
    expect(problems).toEqual([]);
    expect(lesson.setup.map(({text}) => text)).toEqual(['docker pull -q nginx']);
    expect(lesson.introduction.en).toBe('Introduction.\n\n```picture\n+--+\n```');
    const [step] = lesson.steps;
    expect(step?.setup.map(({text}) => text)).toEqual(['touch a']);
    expect(step?.solution.map(({text}) => text)).toEqual(['a', 'b']);
    expect(step?.alternatives.map(({text}) => text)).toEqual(['c\nd']);
    expect(step?.body.en).toContain('> [!TIP]\n> A tip.\n\n```dockerfile\nFROM nginx\n```');
  });

  it('prints the sentence an author needs', () => {
    expect(lines(change('- container:', '- containr:'))).toEqual([
      'lessons/03-base/lesson.md:20:3 unknown check type "containr"; did you mean "container"? [UNKNOWN_CHECK]',
    ]);
  });

  it.each([
    ['minutes: 5', 'minutes: soon', 'front matter, minutes: expected a number, found "soon"'],
    ['needs: [docker]', 'needs: docker', 'front matter, needs: expected a list, found "docker"'],
    [
      'id: base',
      'id: Base Lesson',
      'front matter, id: expected kebab-case, like "why-containers", found "Base Lesson"',
    ],
    ['title: Base', 'title: ""', 'front matter, title: expected text that is not empty, found ""'],
    ['state: running', 'ports: {8080: true}', 'check container, ports.8080: expected a number or text, found true'],
    [
      'state: running',
      'memory: {limt: 5}',
      'unknown parameter "limt" of check container, memory; did you mean "limit"?',
    ],
    ['status: 200', 'status: ok', 'check http, status: expected a number, found "ok"'],
    ['state: running', 'labels: {A: x}', 'check container, labels.A: expected lower case as a key, found "A"'],
    [
      'http://localhost:8080',
      'nowhere',
      'check http, url: expected a URL, like "http://localhost:8080", found "nowhere"',
    ],
    ['says: no name', 'say: no name', 'unknown key "say" of mistake; did you mean "says"?'],
    ['[!HINT]', '[!hint]', 'unknown callout "hint"; did you mean "HINT"?'],
    ['sh run', 'sh rnu', 'unknown block "sh rnu"; did you mean "sh run"?'],
    ['yaml check', 'yml check', 'unknown block "yml check"; did you mean "yaml check"?'],
    ['sh run', 'sh run now', 'unknown block "sh run now"; did you mean "sh run"?'],
  ])('answers %s written as %s', (from, to, sentence) => {
    expect(lines(change(from, to)).join('\n')).toContain(`${sentence} [`);
  });

  it('reports every problem of a file at once, in order', () => {
    const source = change('minutes: 5', 'minutes: 500')
      .replace('state: running', 'stat: running')
      .replace('says: no name', 'sais: no name')
      .replace('{#quiz .quiz}', '{#quiz .quizz}');
    expect(found(parse(source).problems)).toEqual([
      'INVALID_VALUE 5:10',
      'UNKNOWN_PARAMETER 20:26',
      'MISSING_KEY 33:3',
      'UNKNOWN_KEY 34:3',
      'UNKNOWN_CLASS 37:1',
      'STEP_WITHOUT_CHECK 37:1',
      'ANSWERS_OUTSIDE_QUIZ 41:1',
    ]);
  });

  it('reads a file with Windows line ends alike', () => {
    const windows = parse(valid.replaceAll('\n', '\r\n'));
    expect(windows).toEqual(parse(valid));
  });

  it('shows tabs as spaces in prose and keeps them in commands', () => {
    const {lesson} = parse(change('Start it:', 'Start\tit:').replace('docker run -d', 'docker run\t-d'));
    expect(lesson.steps[0]?.body.en).toContain('Start    it:');
    expect(lesson.steps[0]?.run[0]?.text).toContain('docker run\t-d');
  });

  it('lets no control character into a lesson, whatever the caller does with the problems', () => {
    const bad = '\x1b[2J\x07\x9b\u202e\u200b\u{e0041}\ufeff\x7f';
    const source = valid
      .replaceAll(/(Introduction|Web|Start it|ports|not running|This|Because|One|nginx|Base|three)/g, `$1${bad}`)
      .replace('no name', '"\\x1b[31m \\u009b"');
    const {lesson, problems} = parse(source);
    const forbidden = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufeff\u{e0000}-\u{e007f}]/u;
    expect(strings(lesson).filter((text) => forbidden.test(text))).toEqual([]);
    expect(problems.map(formatProblem).filter((text) => forbidden.test(text))).toEqual([]);
    expect(problems.length).toBeGreaterThan(0);
    expect(new Set(problems.map(({code}) => code)).has('CONTROL_CHARACTER')).toBe(true);
  });

  it('refuses a key that would reach an object behind the lesson', () => {
    const {lesson, problems} = parse(change('{name: web, state', '{__proto__: {name: x}, name: web, state'));
    expect(found(problems)).toEqual(['UNKNOWN_PARAMETER 20:15', 'UNKNOWN_PARAMETER 20:15'].slice(0, 1));
    expect(lesson.steps[0]?.checks).toHaveLength(1);
    expect(found(parse(change('- container:', '- constructor:')).problems)).toEqual(['UNKNOWN_CHECK 20:3']);
  });

  it('answers a YAML bomb and a tower of brackets with a problem', () => {
    const bomb = 'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]';
    expect(found(parse(change('minutes: 5', `minutes: 5\n${bomb}`)).problems).at(0)).toMatch(/^YAML_ALIAS/);
    const tower = parse(change('status: 200', `status: ${'['.repeat(20_000)}`));
    expect(found(tower.problems).at(0)).toMatch(/^YAML_SYNTAX/);
  });

  it('is quick with hostile Markdown', () => {
    const started = performance.now();
    for (const piece of ['> ', '- ', '`', '[!HINT]\n', '```', '1. ', '\n## ', '<!-- ', '{#', '| ', '    ', '* * ']) {
      parse(`${valid}\n${piece.repeat(2_000)}`);
    }
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  it('never throws, and places every problem inside the file', () => {
    const pieces = fc.constantFrom(
      ...[
        '---\n',
        '## A {#a}\n',
        '```yaml check\n',
        '```\n',
        '- container: {',
        '}',
        '> [!HINT]\n',
        '- [x] a\n',
        '\t',
        ': ',
        '&a ',
        '*a ',
        '!!t ',
        '"\\',
        '\x1b',
        '\n',
        '\r\n',
        '  ',
        '| ',
        '[',
        'id: ',
        '~~~',
        '{#b .quiz}',
        '\ud800',
      ],
    );
    const text = fc.array(fc.oneof(pieces, fc.string({unit: 'binary', maxLength: 6})), {maxLength: 40});
    const cut = fc.tuple(
      fc.nat(valid.length),
      fc.nat(40),
      text.map((all) => all.join('')),
    );
    const property = fc.property(
      fc.oneof(
        text.map((all) => all.join('')),
        cut.map(([at, length, put]) => valid.slice(0, at) + put + valid.slice(at + length)),
      ),
      (source) => {
        const {problems} = parse(source);
        const count = source.split('\n').length;
        for (const {place} of problems) {
          expect(place.line).toBeGreaterThan(0);
          expect(place.line).toBeLessThanOrEqual(count);
          expect(place.column).toBeGreaterThan(0);
        }
      },
    );
    fc.assert(property, {numRuns: 600, interruptAfterTimeLimit: 1_500});
  });
});

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...strings(inner)]);
}
