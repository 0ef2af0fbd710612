/** The version of this command, and the newest version of the Engine API it knows. */
export const clientVersion = '28.2.2';
export const newestApi = '1.50';
export const gitCommit = 'e6534b4';

/** Below zero when API version `a` is older than `b`. */
export function compareApi(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (const at of [0, 1]) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a server of API version `api` knows what came with `since`. */
export function knows(api: string, since: string): boolean {
  return compareApi(api, since) >= 0;
}
