import type {MountTable} from './mounts.ts';

/** The mounts of a container as /proc/mounts lists them, its root first. */
export function mountLines(mounts: MountTable): readonly string[] {
  const listed = mounts.list();
  const root = listed.some(({path}) => path === '/') ? [] : ['overlay / overlay rw,relatime 0 0\n'];
  return [
    ...root,
    ...listed.map(
      ({source, path, type, readOnly}) =>
        `${escaped(source)} ${escaped(path)} ${type} ${readOnly ? 'ro' : 'rw'},relatime 0 0\n`,
    ),
  ];
}

/** Blanks would be taken for the end of a word. */
function escaped(text: string): string {
  return text.replace(/[ \t\n\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
