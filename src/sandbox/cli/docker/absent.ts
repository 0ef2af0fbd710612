const notHere = 'is not part of this docker command';

/** What the real docker has and this one does not: the first word, and what is said instead. */
export const absentFamilies: ReadonlyMap<string, string> = new Map([
  ['compose', `compose ${notHere}; start each container with docker run, in a network of their own.`],
  ['buildx', `buildx ${notHere}; docker build builds without it.`],
  ['manifest', `manifest ${notHere}; docker image inspect shows what an image is made of.`],
  ...['swarm', 'node', 'service', 'stack', 'config', 'secret'].map(
    (name) =>
      [
        name,
        `${name} ${notHere}, and neither is any other part of swarm mode; kubectl runs many machines here.`,
      ] as const,
  ),
  ['plugin', `plugin ${notHere}; volumes and networks use the drivers that the engine has.`],
  ['trust', `trust ${notHere}; images are not signed here.`],
  ['checkpoint', `checkpoint ${notHere}; docker pause stops a container for a while.`],
]);
