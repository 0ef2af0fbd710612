/** What a process may use of one resource: it may raise the soft limit up to the hard one. -1 means: without limit. */
export interface ResourceLimit {
  readonly soft: number;
  readonly hard: number;
}

/**
 * Limits of the processes of a container, by the names Docker has for them (`nofile`). They are shown, not enforced.
 * https://man7.org/linux/man-pages/man2/getrlimit.2.html
 */
export type ResourceLimits = ReadonlyMap<string, ResourceLimit>;
