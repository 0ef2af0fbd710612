import {describe, expect, it} from 'vitest';
import {
  assertsFolder,
  keepEnding,
  planCopy,
  renamed,
  splitArgument,
  splitPath,
} from '../../../../src/sandbox/cli/docker/copy/copy-paths.ts';

const file = {path: '/a/f', isFolder: false, rebaseName: ''};
const folder = {path: '/a/d', isFolder: true, rebaseName: ''};

function unpacked(
  source: typeof file,
  target: {path: string; exists: boolean; isFolder: boolean},
  name: string,
): string {
  const plan = planCopy(source, target);
  return `${plan.folder}/${renamed(name, plan)}`;
}

// The table of https://docs.docker.com/reference/cli/docker/container/cp/
describe('what docker cp makes of a source and a target', () => {
  it('gives a file the name of a target that is not there, or is a file', () => {
    expect(unpacked(file, {path: '/b/g', exists: false, isFolder: false}, 'f')).toBe('/b/g');
    expect(unpacked(file, {path: '/b/g', exists: true, isFolder: false}, 'f')).toBe('/b/g');
  });

  it('puts a file into a folder under its own name', () => {
    expect(unpacked(file, {path: '/b', exists: true, isFolder: true}, 'f')).toBe('/b/f');
  });

  it('refuses a file for a folder that is not there, and a folder for a file', () => {
    expect(() => planCopy(file, {path: '/b/', exists: false, isFolder: false})).toThrow('no such directory');
    expect(() => planCopy(folder, {path: '/b', exists: true, isFolder: false})).toThrow('cannot copy directory');
  });

  it('gives a folder the name of a target that is not there, and puts it into one that is', () => {
    expect(unpacked(folder, {path: '/b/e', exists: false, isFolder: false}, 'd/x')).toBe('/b/e/x');
    expect(unpacked(folder, {path: '/b', exists: true, isFolder: true}, 'd/x')).toBe('/b/d/x');
  });

  it('parts container and path at the first colon, but not in a path of our own', () => {
    expect(splitArgument('web:/a:b')).toEqual({container: 'web', path: '/a:b'});
    expect(splitArgument('/a:b')).toEqual({container: '', path: '/a:b'});
    expect(splitArgument('./a:b')).toEqual({container: '', path: './a:b'});
    expect(splitArgument('a')).toEqual({container: '', path: 'a'});
    expect(splitArgument('-')).toEqual({container: '', path: '-'});
  });

  it('keeps what the end of a path says', () => {
    expect(['/a/', '/a/.', '.', '/a', 'a.'].map(assertsFolder)).toEqual([true, true, true, false, false]);
    expect(keepEnding('/a', 'x/./a/.')).toBe('/a/.');
    expect(keepEnding('/a', '/a/')).toBe('/a/');
    expect(splitPath('/a/.')).toEqual({parent: '/a', base: '.'});
    expect(splitPath('/')).toEqual({parent: '/', base: '/'});
    expect(splitPath('f')).toEqual({parent: '.', base: 'f'});
  });
});
