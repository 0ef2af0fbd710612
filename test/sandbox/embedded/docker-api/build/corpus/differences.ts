import type {Outcome} from './build-case.ts';

/** Cases whose outcome differs from the real daemon's on purpose, and why. */
export const differences: {readonly [name: string]: string} = {
  'a real-time signal': 'the engine has none to send',
  'made and removed within one step': 'directories whose times alone have changed are in no layer',
  'a directory over a directory of links':
    'a directory in place of a link needs no mark to hide what the link never had',
  'the same again': 'a file that is the same again is in the layer of its step all the same',
  'an archive over a file': 'the real daemon tells of directories it unpacks in, which the engine does not have',
  'a name of a whiteout is a name': 'the real daemon loses files that are named like a mark in its layers',
};

/** An outcome without what the engine does differently everywhere. */
export function comparable({status, lines, image}: Outcome): Outcome {
  return {
    status,
    lines: lines.map(comparableLine),
    ...(image && {
      image: {
        ...image,
        history: image.history.slice(image.history[0]?.startsWith('BusyBox') ? 1 : 0),
        layers: image.layers.map((layer) => [...layer].map(comparableEntry).sort()),
      },
    }),
  };
}

function comparableLine(line: string): string {
  return (
    line
      // Newer daemons say more of a start that failed.
      .replaceAll('failed to create task for container: ', '')
      // And which name is at fault.
      .replaceAll(/repository name (?:\([^)]*\) )?must be lowercase/g, 'repository name must be lowercase')
      // Which of two programs finds an archive cut short depends on where.
      .replaceAll('file(unexpected EOF): ', 'file(exit status 1): unexpected EOF')
      .replaceAll(/\/var\/lib\/docker\/tmp\/docker-builder\d+/g, '')
  );
}

/** Marks of what is gone have no attributes worth comparing. */
function comparableEntry(entry: string): string {
  return entry.replace(/^(\S*\.wh\.\S+) file .*/, '$1');
}
