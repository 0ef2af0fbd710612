/** What `ctrl-p,ctrl-q` sends. */
export const defaultDetachKeys = Uint8Array.of(16, 17);

/** The bytes of a sequence of keys such as `ctrl-a,x`; throws in docker's words. */
export function parseDetachKeys(sequence: string): Uint8Array {
  return Uint8Array.from(sequence.split(','), (key) => {
    if (key.length === 1) return key.charCodeAt(0);
    const control = /^ctrl-([a-z@[\\\]^_])$/.exec(key)?.[1];
    if (control === undefined) throw new Error(`Unknown character: '${key}'`);
    return control.toUpperCase().charCodeAt(0) - 64;
  });
}

/** Lets keys through until the sequence that detaches has been typed. */
export interface DetachWatch {
  /** What may be sent of some keys; a beginning of the sequence is held back until it is known to be none. */
  pass(keys: Uint8Array): {readonly sent: Uint8Array; readonly detached: boolean};
}

/** Watches for a sequence of keys. */
export function watchDetach(sequence: Uint8Array): DetachWatch {
  let held = 0;
  return {
    pass(keys) {
      const sent: number[] = [];
      for (const key of keys) {
        if (key === sequence[held]) {
          held += 1;
          if (held === sequence.length) return {sent: Uint8Array.from(sent), detached: true};
          continue;
        }
        sent.push(...sequence.subarray(0, held));
        held = key === sequence[0] ? 1 : 0;
        if (held === 0) sent.push(key);
      }
      return {sent: Uint8Array.from(sent), detached: false};
    },
  };
}
