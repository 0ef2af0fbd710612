import type {ApiResource} from '../client/api-resource.ts';
import type {Json} from '../json.ts';

/** What a command line asks for, in the order in which it asks. */
export type Wanted =
  | {readonly kind: 'named'; readonly resource: ApiResource; readonly namespace: string; readonly name: string}
  | {
      readonly kind: 'list';
      readonly resource: ApiResource;
      /** '' is all of them, or none where the resource has none. */
      readonly namespace: string;
      readonly labelSelector: string;
      readonly fieldSelector: string;
    }
  | ManifestTarget;

/** An object of a file, as it is written there. */
export interface ManifestTarget {
  readonly kind: 'manifest';
  readonly resource: ApiResource;
  /** '' for a resource without namespaces. */
  readonly namespace: string;
  /** '' when it is to be generated. */
  readonly name: string;
  readonly object: Json;
  /** The file, or `STDIN`. */
  readonly source: string;
}

/** An object of the server's. */
export interface Found {
  readonly resource: ApiResource;
  readonly namespace: string;
  readonly name: string;
  readonly object: Json;
}
