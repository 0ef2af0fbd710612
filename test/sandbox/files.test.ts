import {execFileSync} from 'node:child_process';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {observeFile} from '../../src/sandbox/files.ts';
import {emptyFolder} from '../support/empty-folder.ts';

function workingFolder(): string {
  const folder = join(emptyFolder(), 'work');
  mkdirSync(join(folder, 'app'), {recursive: true});
  writeFileSync(join(folder, 'app/index.html'), 'hello\n');
  writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox\n');
  return folder;
}

const outside = {state: 'unreachable', reason: {cause: 'file-outside-folder'}};

describe('a path in the working folder', () => {
  test('is present as a file with its content, or as a folder', async () => {
    const folder = workingFolder();
    const file = {type: 'file', content: 'hello\n', sizeBytes: 6};
    expect(await observeFile(folder, 'app/index.html')).toEqual({state: 'present', object: file});
    expect(await observeFile(folder, './app/../app')).toMatchObject({object: {type: 'folder', content: ''}});
    expect(await observeFile(folder, '.')).toMatchObject({object: {type: 'folder'}});
  });

  test('that is missing comes with names that are near, from the same folder', async () => {
    const folder = workingFolder();
    expect(await observeFile(folder, 'dockerfile')).toEqual({state: 'absent', similar: ['Dockerfile']});
    expect(await observeFile(folder, 'app/index.htm')).toEqual({state: 'absent', similar: ['app/index.html']});
    expect(await observeFile(folder, 'nowhere/index.html')).toEqual({state: 'absent', similar: []});
    expect(await observeFile(folder, 'Dockerfile/x')).toEqual({state: 'absent', similar: []});
    expect(await observeFile(folder, 'a\0b')).toEqual({state: 'absent', similar: []});
  });

  test('is cut at 64 KiB and keeps its size', async () => {
    const folder = workingFolder();
    writeFileSync(join(folder, 'big'), 'x'.repeat(100_000));
    const seen = await observeFile(folder, 'big');
    expect(seen).toMatchObject({object: {content: 'x'.repeat(65_536), sizeBytes: 100_000}});
  });

  test('may be a link within the folder, and a pipe does not hold us up', async () => {
    const folder = workingFolder();
    symlinkSync('app/index.html', join(folder, 'link'));
    symlinkSync('nowhere', join(folder, 'dangling'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await observeFile(folder, 'link')).toMatchObject({object: {content: 'hello\n'}});
    expect(await observeFile(folder, 'dangling')).toMatchObject({state: 'absent'});
    expect(await observeFile(folder, 'pipe')).toMatchObject({object: {type: 'file', content: ''}});
  });

  test('may not lead out of it, by dots, by an absolute path or by a link', async () => {
    const folder = workingFolder();
    writeFileSync(join(folder, '../work-secret'), 'secret');
    symlinkSync('..', join(folder, 'up'));
    symlinkSync('/etc', join(folder, 'app/etc'));
    for (const path of ['../work-secret', '/etc/passwd', 'up/work-secret', 'app/etc/passwd', 'up'])
      expect(await observeFile(folder, path)).toMatchObject(outside);
    expect(await observeFile(folder, 'up/work-secreT')).toEqual({state: 'absent', similar: []});
  });
});
