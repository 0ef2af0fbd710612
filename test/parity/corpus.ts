/** One command of a scene, as it is typed after `docker`. */
export interface Step {
  /** Words as a shell reads them; quotes group, `%c` is the name of the client. */
  readonly docker: string;
  readonly stdin?: string;
  /** Why the clients may differ here; the outputs are not compared then, but the exit code is. */
  readonly differs?: string;
  /** The lines have no order that could be relied on. */
  readonly anyOrder?: boolean;
}

/** Commands that belong together: run one after the other by each client, in a world that was tidied before. */
export interface Scene {
  readonly name: string;
  /** Files of the working folder, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly steps: readonly (string | Step)[];
  /** Commands whose outcome does not matter, run by the reference client before and after. */
  readonly tidy?: readonly string[];
}
