import type {DirectoryNode} from '../../runtime/fs/nodes.ts';

/** A named place for files that outlives containers. */
export interface Volume {
  readonly name: string;
  readonly createdMs: number;
  readonly labels: {readonly [name: string]: string};
  readonly options: {readonly [name: string]: string};
  /** Nobody gave it a name. */
  readonly anonymous: boolean;
  readonly root: DirectoryNode;
  /** Ids of the containers that have it mounted or will. */
  readonly users: Set<string>;
}
