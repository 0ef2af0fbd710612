import type {Call} from '../call.ts';
import {matchesGlob} from '../text/glob.ts';

/** A name that cannot lead out of where it is unpacked, and what was taken from its beginning. */
export function safeName(name: string): {readonly safe: string; readonly removed: string} {
  let removed = /^\/+/.exec(name)?.[0] ?? '';
  const parts = name.split('/');
  const last = parts.lastIndexOf('..');
  if (last >= 0) removed = `${parts.slice(0, last + 1).join('/')}/`;
  return {safe: name.slice(removed.length) || '.', removed};
}

/** Whether a name or a folder it is in matches one of some patterns. */
export function isListed(name: string, patterns: readonly string[]): boolean {
  const trimmed = name.replace(/\/+$/, '');
  const parts = trimmed.split('/');
  return parts.some((_, index) => {
    const head = parts.slice(0, index + 1).join('/');
    return patterns.some((pattern) => matchesGlob(pattern.replace(/\/+$/, ''), head));
  });
}

/** Says once what is taken from names. */
export class PrefixNote {
  readonly #call: Call;
  #isSaid = false;

  constructor(call: Call) {
    this.#call = call;
  }

  async say(removed: string): Promise<void> {
    if (removed === '' || this.#isSaid) return;
    this.#isSaid = true;
    await this.#call.complain(`removing leading '${removed}' from member names`);
  }
}
