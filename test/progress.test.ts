import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {forget, noProgress, readProgress, stepProgress, withStep, writeProgress} from '../src/progress.ts';
import {emptyFolder} from './support/empty-folder.ts';

const at = {course: 'c', lesson: 'l', step: 's'};

it('is empty when there is no file yet', () => {
  expect(readProgress(join(emptyFolder(), 'progress.json'), 1)).toEqual({progress: noProgress});
});

it('comes back as it was written', () => {
  const file = join(emptyFolder(), 'progress.json');
  const progress = withStep(noProgress, at, {hints: 2, passedAt: 7});
  writeProgress(file, progress);
  expect(stepProgress(readProgress(file, 1).progress, 'c', 'l', 's')).toMatchObject({hints: 2, passedAt: 7});
});

it('sets a damaged file aside and begins anew', () => {
  const file = join(emptyFolder(), 'progress.json');
  writeFileSync(file, '{"courses": {"c"');
  const read = readProgress(file, 42);
  expect(read).toEqual({progress: noProgress, setAside: `${file}.damaged-42`});
  expect(readFileSync(`${file}.damaged-42`, 'utf8')).toBe('{"courses": {"c"');
  expect(existsSync(file)).toBe(false);
});

it('keeps what a newer version wrote and this one does not know', () => {
  const file = join(emptyFolder(), 'progress.json');
  writeFileSync(file, JSON.stringify({version: 9, badge: 'x', courses: {c: {lessons: {}, pace: 3}}}));
  writeProgress(file, withStep(readProgress(file, 1).progress, at, {hints: 1}));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({version: 9, badge: 'x', courses: {c: {pace: 3}}});
});

it('forgets one step or a whole lesson', () => {
  const two = withStep(withStep(noProgress, at, {hints: 1}), {...at, step: 't'}, {hints: 2});
  expect(stepProgress(forget(two, 'c', 'l', 's'), 'c', 'l', 't').hints).toBe(2);
  expect(forget(two, 'c', 'l').courses['c']?.lessons['l']?.steps).toEqual({});
});

it('leaves the old file whole when the new one cannot be written', () => {
  const file = join(emptyFolder(), 'progress.json');
  writeProgress(file, withStep(noProgress, at, {hints: 1}));
  // A folder where the temporary file should go makes the write fail as a full disk would.
  mkdirSync(`${file}.${process.pid}.tmp`);
  expect(() => writeProgress(file, noProgress)).toThrow();
  expect(stepProgress(readProgress(file, 1).progress, 'c', 'l', 's').hints).toBe(1);
});

it('survives kill -9 of a process that writes all the time', async () => {
  const folder = emptyFolder();
  const file = join(folder, 'progress.json');
  const script = `
    import {writeProgress, withStep, noProgress} from ${JSON.stringify(new URL('../src/progress.ts', import.meta.url).href)};
    for (let hints = 0; ; hints += 1) {
      writeProgress(${JSON.stringify(file)}, withStep(noProgress, {course: 'c', lesson: 'l', step: 's'}, {hints}));
      if (hints === 20) process.stdout.write('writing');
    }`;
  for (let round = 0; round < 3; round += 1) {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const read = readProgress(file, 1);
    expect(read.setAside).toBeUndefined();
    expect(stepProgress(read.progress, 'c', 'l', 's').hints).toBeGreaterThanOrEqual(20);
  }
  expect(readdirSync(folder).filter((name) => name === 'progress.json')).toHaveLength(1);
});
