/** The media type of a container's output: since API 1.42 it tells whether both streams are in it. */
export function streamType(hasTerminal: boolean, [major, minor]: readonly [number, number]): string {
  const isNew = major > 1 || minor >= 42;
  return hasTerminal || !isNew ? 'application/vnd.docker.raw-stream' : 'application/vnd.docker.multiplexed-stream';
}
