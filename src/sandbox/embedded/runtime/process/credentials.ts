/** Who a process is. `groups` are the ones beside `gid`. */
export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

export const root: Credentials = {uid: 0, gid: 0, groups: []};
