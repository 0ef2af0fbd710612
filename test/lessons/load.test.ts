import {mkdir, mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {loadIndex} from '../../src/lessons/contents.ts';
import {loadCourse} from '../../src/lessons/load.ts';
import {isError} from '../../src/lessons/problem.ts';
import {codeOf, courseFixtures, fixture, fixturePath} from './fixtures.ts';

const codes = async (folder: string) => (await loadCourse(folder)).problems.map(({code}) => code);

describe('loadCourse', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'k8s-learn-load-'));
    await write('course.yaml', 'format: 1\nid: base\ntitle: {en: Base}\nlanguages: [en]\nimages: [nginx]\n');
    await write('01-base/lesson.md', fixture('valid.md'));
  });
  afterEach(() => rm(folder, {recursive: true, force: true}));
  const write = async (name: string, content: string | Uint8Array) => {
    await mkdir(join(folder, name, '..'), {recursive: true});
    await writeFile(join(folder, name), content);
  };

  it.each(Object.entries(courseFixtures))('finds exactly what is wrong in %s, at %s', async (name, at) => {
    const {problems} = await loadCourse(fixturePath(name));
    const [file = '', line, column] = at.split(':');
    expect(problems.map(({code, place}) => [code, place])).toEqual([
      [codeOf(name), {file: join(fixturePath(name), file), line: Number(line), column: Number(column)}],
    ]);
  });

  it('loads a course in all its languages, with the files of its lessons', async () => {
    const {course, problems} = await loadCourse(fixturePath('course-valid'));
    expect(problems).toEqual([]);
    expect(course).toMatchObject({
      id: 'base',
      title: {en: 'Base', zh: '基础'},
      languages: ['en', 'zh'],
      images: ['nginx'],
    });
    expect(course.lessons).toHaveLength(1);
    expect(course.lessons[0]).toMatchObject({number: 1, title: {en: 'Base', zh: '基础'}, languages: ['en', 'zh']});
    expect(course.lessons[0]?.files).toBe(join(fixturePath('course-valid'), '01-base', 'files'));
  });

  it('has no folder of files for a lesson that brings none', async () => {
    expect((await loadCourse(folder)).course.lessons[0]?.files).toBe('');
  });

  it('leaves out a lesson with an error and keeps the others', async () => {
    await write('02-broken/lesson.md', fixture('invalid-UNKNOWN_CHECK.md').replace('id: base', 'id: broken'));
    await write('03-warned/lesson.md', fixture('invalid-TOO_FEW_HINTS.md').replace('id: base', 'id: warned'));
    const {course, problems} = await loadCourse(folder);
    expect(course.lessons.map(({id}) => id)).toEqual(['base', 'warned']);
    expect(problems.map(({code}) => code)).toEqual(['UNKNOWN_CHECK', 'TOO_FEW_HINTS']);
  });

  it('reports the problems of all files at once', async () => {
    await write('course.yaml', 'format: 1\nid: Base\ntitle: {en: Base}\nlanguages: [en]\nimages: []\n');
    await write('02-broken/lesson.md', '');
    await write('03-broken/lesson.md', '---\n---\n');
    const files = (await loadCourse(folder)).problems.map(({place}) => place.file);
    expect(new Set(files).size).toBe(3);
  });

  it('refuses links out of the course, wherever they stand', async () => {
    await write('01-base/files/page.html', 'x');
    await symlink('/etc/hostname', join(folder, '01-base/files/host'));
    await symlink(folder, join(folder, '02-link'));
    await mkdir(join(folder, '03-file'));
    await symlink(join(folder, '01-base/lesson.md'), join(folder, '03-file/lesson.md'));
    const {course, problems} = await loadCourse(folder);
    expect(problems.map(({code, place}) => [code, place.file.slice(folder.length + 1)])).toEqual([
      ['FILES_OUTSIDE', join('01-base', 'files', 'host')],
      ['FILES_OUTSIDE', '02-link'],
      ['FILES_OUTSIDE', join('03-file', 'lesson.md')],
    ]);
    expect(course.lessons).toEqual([]);
  });

  it('refuses a linked files folder', async () => {
    await symlink('/etc', join(folder, '01-base/files'));
    expect(await codes(folder)).toEqual(['FILES_OUTSIDE']);
  });

  it('bounds files, their number and the lessons', async () => {
    await write('01-base/files/big.bin', new Uint8Array(1024 * 1024 + 1));
    expect(await codes(folder)).toEqual(['FILE_TOO_LARGE']);
    await write('02-big/lesson.md', 'x'.repeat(1024 * 1024 + 1));
    expect(await codes(folder)).toEqual(['FILE_TOO_LARGE', 'FILE_TOO_LARGE']);
    await rm(join(folder, '02-big'), {recursive: true});
    await rm(join(folder, '01-base/files/big.bin'));
    await Promise.all(Array.from({length: 501}, (_, index) => write(`01-base/files/${index}`, '')));
    expect(await codes(folder)).toEqual(['TOO_MANY_FILES']);
    await rm(join(folder, '01-base/files'), {recursive: true});
    await Promise.all(Array.from({length: 200}, (_, index) => write(`${`${index + 2}-more`.padStart(7, '0')}/x`, '')));
    expect(await codes(folder)).toContain('TOO_MANY_LESSONS');
  });

  it('says so when a lesson is a folder, and when a file has a control character in its name', async () => {
    await mkdir(join(folder, '02-odd/lesson.md'), {recursive: true});
    await write('01-base/files/a\x1b[31m', 'x');
    expect((await codes(folder)).toSorted()).toEqual(['CONTROL_CHARACTER', 'UNREADABLE']);
  });
});

describe('loadIndex', () => {
  it('lists what the whole course has', async () => {
    const path = fixturePath('course-valid');
    const {problems, lessons, ...head} = await loadIndex(path);
    const {course} = await loadCourse(path);
    expect(problems).toEqual([]);
    expect(head).toEqual({id: course.id, title: course.title, languages: course.languages});
    expect(lessons).toEqual(
      course.lessons.map(({number, id, title, summary, minutes, needs, steps}) => ({
        ...{number, id, title, summary, minutes, needs},
        steps: steps.map((step) => ({id: step.id, title: step.title})),
      })),
    );
  });

  it('imports neither zod nor the Markdown lexer, so that a list is instant', async () => {
    const seen = new Set<string>();
    const visit = async (file: URL): Promise<void> => {
      if (seen.has(file.href)) return;
      seen.add(file.href);
      const source = await readFile(file, 'utf8');
      for (const [, from = ''] of source.matchAll(/^(?:import|export)(?! type).* from '(.+)';$/gm)) {
        if (from.startsWith('.')) await visit(new URL(from, file));
        else seen.add(from);
      }
    };
    await visit(new URL('../../src/lessons/contents.ts', import.meta.url));
    expect([...seen].filter((name) => !name.startsWith('file:')).toSorted()).toEqual([
      'fastest-levenshtein',
      'node:fs/promises',
      'node:path',
      'yaml',
    ]);
  });

  it('shows a broken lesson with what can be read of it', async () => {
    const index = await loadIndex(fixturePath('course-NOT_UTF8'));
    expect(index.lessons.map(({id}) => id)).toEqual(['base']);
    expect(index.problems.filter(isError).map(({code}) => code)).toEqual(['NOT_UTF8']);
  });
});
