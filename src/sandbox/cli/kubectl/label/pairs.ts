/** Which pairs are set and which are taken away. */
export interface PairChanges {
  readonly set: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

/** Takes `key=value` and `key-` from behind the names of objects; throws in kubectl's words. */
export function parsePairs(
  args: readonly string[],
  word: 'label' | 'annotation',
): {readonly names: readonly string[]; readonly changes: PairChanges} {
  const first = args.findIndex(isPair);
  const names = first === -1 ? args : args.slice(0, first);
  const pairs = first === -1 ? [] : args.slice(first);
  const set = new Map<string, string>();
  const removed: string[] = [];
  for (const pair of pairs) {
    if (!isPair(pair)) throw new Error('all resources must be specified before '.concat(`${word} changes: ${pair}`));
    const at = pair.indexOf('=');
    if (at > 0) {
      const value = pair.slice(at + 1);
      if (word === 'label' && value.includes('=')) throw new Error(`invalid label spec: ${pair}`);
      set.set(pair.slice(0, at), value);
    } else if (pair.endsWith('-') && at === -1) removed.push(pair.slice(0, -1));
    else throw new Error(word === 'label' ? `unknown label spec: ${pair}` : `invalid annotation format: ${pair}`);
  }
  const both = removed.find((key) => set.has(key));
  if (both !== undefined) {
    throw new Error(
      `can not both modify and remove ${word === 'label' ? 'a label' : 'an annotation'} in the same command`,
    );
  }
  return {names, changes: {set, removed}};
}

function isPair(arg: string): boolean {
  return arg.includes('=') || arg.endsWith('-');
}
