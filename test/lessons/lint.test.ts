import {describe, expect, it} from 'vitest';
import {dockerUse, parseCommands} from '../../src/lessons/commands.ts';
import {lintCourse, lintLesson} from '../../src/lessons/lint.ts';
import {parseLesson} from '../../src/lessons/parse.ts';
import {formatProblem, isError, problemCodes} from '../../src/lessons/problem.ts';
import {cells} from '../../src/lessons/width.ts';
import {fewCheckTypes} from './check-types.ts';
import {
  codeOf,
  courseFixtures,
  fixture,
  fixturePath,
  found,
  lessonFixtures,
  lintFixtures,
  translationFixtures,
} from './fixtures.ts';

function lint(source: string, images: readonly string[] = ['nginx']) {
  const {lesson, problems} = parseLesson(source, {file: 'lesson.md', number: 1, checkTypes: fewCheckTypes});
  expect(problems).toEqual([]);
  return lintLesson({lesson, texts: new Map([['lesson.md', source]])}, images);
}
const valid = fixture('valid.md');
const command = 'docker run -d --name web -p 8080:80 nginx';
const withCommands = (lines: string) => valid.replace(command, lines);

describe('lintCourse', () => {
  it('has nothing to say about a sound course', async () => {
    const {problems, summary} = await lintCourse(fixturePath('course-valid'));
    expect(problems).toEqual([]);
    expect(summary).toEqual({lessons: 1, steps: 2, checks: 2, errors: 0, warnings: 0});
  });

  it('counts what it finds', async () => {
    const {summary} = await lintCourse(fixturePath('course-TRANSLATION_MISSING'));
    expect(summary).toMatchObject({errors: 1, warnings: 0});
  });

  it('finds no error in the course of this repository', async () => {
    const {problems} = await lintCourse('lessons');
    expect(problems.filter(isError).map(formatProblem)).toEqual([]);
  });
});

describe('lintLesson', () => {
  it.each(Object.entries(lintFixtures))('finds exactly what is doubtful in %s, at %s', (file, at) => {
    expect(found(lint(fixture(file)))).toEqual([`${codeOf(file)} ${at}`]);
  });

  it('knows images that are listed in other words, built, tagged, local or unknowable', () => {
    const lines = [
      'docker build -t page:1.0 .',
      'docker run -d -p 8080:80 page:1.0',
      'docker tag nginx:latest localhost:5001/web:1',
      'docker run localhost:5001/web:1',
      'docker pull docker.io/library/nginx',
      'docker run "$IMAGE"',
      'echo docker run other',
      '# docker run other',
    ];
    expect(lint(withCommands(lines.join('\n')))).toEqual([]);
    expect(found(lint(withCommands(lines.join('\n')), []))).toEqual(['IMAGE_NOT_LISTED 20:1']);
  });

  it('lets mistakes name any image', () => {
    expect(lint(valid.replace('docker run -d nginx', 'docker run -d ngnix'))).toEqual([]);
  });
});

describe('parseCommands', () => {
  const words = (script: string) => parseCommands(script).map((one) => one.words);
  it.each([
    ['a b; c && d | e', [['a', 'b'], ['c'], ['d'], ['e']]],
    [`a 'b c' "d e" f\\ g`, [['a', 'b c', 'd e', 'f g']]],
    ['a \\\n  b', [['a', 'b']]],
    ['cat > f <<END\ndocker run x\nEND\nls', [['cat', '>', 'f', '<<END'], ['ls']]],
    ['a b#c # d', [['a', 'b#c']]],
  ])('splits %j', (script, expected) => {
    expect(words(script)).toEqual(expected);
  });

  it.each([
    ['docker run -d --name web -p 8080:80 nginx sh', ['nginx'], [], [8080]],
    ['docker container run --rm -it -p=127.0.0.1:9090:80/tcp busybox:1.36', ['busybox:1.36'], [], [9090]],
    ['docker run -dp 8080:80 --memory=64m nginx', ['nginx'], [], [8080]],
    ['docker run -p8081:80 --publish 8082:80 nginx', ['nginx'], [], [8081, 8082]],
    ['docker pull -q nginx', ['nginx'], [], []],
    ['time docker image pull nginx', ['nginx'], [], []],
    ['docker build --no-cache -t a:1 -t b:1 .', [], ['a:1', 'b:1'], []],
    ['docker tag a:1 b:2', [], ['b:2'], []],
    ['docker commit web mine', [], ['mine'], []],
    ['docker ps', [], [], []],
  ])('reads %s', (line, needs, makes, ports) => {
    const [first = {words: [], line: 0}] = parseCommands(line);
    expect(dockerUse(first)).toEqual({needs, makes, ports});
  });
});

describe('cells', () => {
  it.each([
    ['abc', 3],
    ['一二', 4],
    ['│─┐', 3],
    ['e\u0301', 1],
    ['🐳', 2],
    ['\tx', 5],
  ])('measures %j', (text, width) => {
    expect(cells(text)).toBe(width);
  });
});

it('every code of a problem has a fixture or a course made on the spot', () => {
  const onDisk = ['UNREADABLE', 'FILE_TOO_LARGE', 'TOO_MANY_LESSONS', 'TOO_MANY_FILES', 'FILES_OUTSIDE'];
  // The lexer has no known input that makes it give up; the code exists so that an unknown one is no crash.
  const unreachable = ['MARKDOWN'];
  const tables = [lessonFixtures, translationFixtures, lintFixtures, courseFixtures];
  const covered = new Set([...tables.flatMap((table) => Object.keys(table).map(codeOf)), ...onDisk, ...unreachable]);
  expect(problemCodes.filter((code) => !covered.has(code))).toEqual([]);
});
