/** An option of a command. `read` turns all the texts that were given for it, in order, into its value. */
export interface Flag<out T> {
  readonly name: string;
  /** One letter, or undefined. */
  readonly short: string | undefined;
  /** Other names for it that help does not show. */
  readonly aliases: readonly string[];
  /** The word after the name in help: `string`, `list`; '' for a switch. */
  readonly type: string;
  readonly usage: string;
  /** As help shows it, quotes included; undefined shows none. */
  readonly defaultText: string | undefined;
  /** What the bare name stands for; undefined when a value must follow. */
  readonly bareText: string | undefined;
  readonly hidden: boolean;
  /** What help needs of the server to show it, as the command's dialect understands it: `api:1.44`. */
  readonly needs: string | undefined;
  /** Throws an Error whose message says what is wrong with a text. */
  read(texts: readonly string[]): T;
}

/** What every flag may say besides its name. */
export interface FlagOptions {
  readonly short?: string;
  readonly usage: string;
  readonly aliases?: readonly string[];
  readonly hidden?: boolean;
  readonly needs?: string;
}

/** How the texts of a flag become its value. */
export interface FlagKind<T> {
  readonly type: string;
  readonly initial: T;
  readonly defaultText?: string | undefined;
  readonly bareText?: string;
  /** The value after one more text; throws an Error that says what is wrong. */
  readonly set: (value: T, text: string) => T;
}

/** Makes a flag of a kind. */
export function defineFlag<T>(name: string, options: FlagOptions, kind: FlagKind<T>): Flag<T> {
  return {
    name,
    short: options.short,
    aliases: options.aliases ?? [],
    type: kind.type,
    usage: options.usage,
    defaultText: kind.defaultText,
    bareText: kind.bareText,
    hidden: options.hidden ?? false,
    needs: options.needs,
    read: (texts) => texts.reduce(kind.set, kind.initial),
  };
}
