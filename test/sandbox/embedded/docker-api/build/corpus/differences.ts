import type {Outcome} from './build-case.ts';

/** Cases whose outcome differs from the real daemon's on purpose, and why. */
export const differences: {readonly [name: string]: string} = {};

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
  );
}

/** Marks of what is gone have no attributes worth comparing. */
function comparableEntry(entry: string): string {
  return entry.replace(/^(\S*\.wh\.\S+) file .*/, '$1');
}
