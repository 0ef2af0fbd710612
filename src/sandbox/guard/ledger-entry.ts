/** What the guard remembers about one object the learner made (or, for images, was given). */
export interface LedgerEntry {
  /** Grows with every entry and every change; a checkpoint is the highest number so far. */
  readonly seq: number;
  readonly kind: 'container' | 'network' | 'volume' | 'image';
  /** The learner's name for it: `web`, `localhost:5001/web:1`; an untagged image's full id. */
  readonly name: string;
  /** The daemon's name. Differs from `name` only when that was taken by something foreign. */
  readonly realName: string;
  /** The daemon's id; for a volume its real name. */
  readonly id: string;
  /**
   * The image reference was on this machine before the course, or is one of the course's images that are kept
   * between resets: removing it only hides it from the learner. `foreign` ones outlive `clean` too. `cluster`: part of
   * the course's cluster, which a reset keeps unless it is told otherwise.
   */
  readonly keep: 'no' | 'course' | 'foreign' | 'cluster';
  /** Epoch milliseconds. */
  readonly at: number;
}
