/** What a package puts at a path. */
export type PackageFile =
  | {readonly program: string; readonly size: number}
  | {readonly text: string; readonly mode?: number}
  | {readonly symlink: string}
  /** A library: so many bytes nobody looks into. */
  | {readonly size: number};

/** A package of Alpine Linux, as far as it is here. */
export interface AlpinePackage {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** As `apk info` says it. */
  readonly installedBytes: number;
  /** In the order they are installed. */
  readonly depends: readonly string[];
  readonly files: {readonly [path: string]: PackageFile};
}
