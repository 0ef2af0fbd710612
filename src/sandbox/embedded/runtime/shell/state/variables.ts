/** What is known of one name. A name can be exported or read-only before it has a value. */
export interface Variable {
  readonly value: string | undefined;
  readonly exported: boolean;
  readonly readOnly: boolean;
}

const unset: Variable = {value: undefined, exported: false, readOnly: false};

/** A variable that must not change. */
export class ReadOnlyError extends Error {
  constructor(name: string) {
    super(`${name}: is read only`);
  }
}

/** The variables of a shell, with those of the functions that run. */
export class Variables {
  readonly #known: Map<string, Variable>;
  /** Values that are made when they are asked for; gone once the name is set or unset. */
  readonly #made = new Map<string, () => string>();
  /** What the local variables of each running function hide. */
  readonly #hidden: Map<string, Variable>[] = [];
  #sizeBytes: number;
  /** Told of every name that changes. */
  onChange: (name: string) => void = () => {};

  constructor(from?: Variables) {
    this.#known = new Map(from ? from.#known : []);
    this.#sizeBytes = from?.sizeBytes ?? 0;
  }

  /** About how much memory names and values take. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get(name: string): string | undefined {
    const known = this.#known.get(name);
    return known?.value ?? this.#made.get(name)?.();
  }

  /** Throws ReadOnlyError. */
  set(name: string, value: string, {exported = false} = {}): void {
    const before = this.#writable(name);
    this.#put(name, {...before, value, exported: before.exported || exported});
  }

  /** Makes a value whenever it is asked for. */
  make(name: string, value: () => string): void {
    this.#made.set(name, value);
  }

  isMade(name: string): boolean {
    return this.#made.has(name);
  }

  /** Throws ReadOnlyError. */
  unset(name: string): void {
    this.#writable(name);
    this.#made.delete(name);
    this.#put(name, undefined);
  }

  export(name: string, exported = true): void {
    this.#put(name, {...(this.#known.get(name) ?? unset), exported});
  }

  makeReadOnly(name: string): void {
    this.#put(name, {...(this.#known.get(name) ?? unset), readOnly: true});
  }

  isReadOnly(name: string): boolean {
    return this.#known.get(name)?.readOnly ?? false;
  }

  /** Names in the order of their bytes, with what is known of each; made values too. */
  entries(): readonly (readonly [string, Variable])[] {
    const made = [...this.#made].filter(([name]) => this.#known.get(name)?.value === undefined);
    const all = new Map([
      ...this.#known,
      ...made.map(([name, make]) => [name, {...(this.#known.get(name) ?? unset), value: make()}] as const),
    ]);
    return [...all].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  /** What programs that are started get. */
  environment(): Map<string, string> {
    const environment = new Map<string, string>();
    for (const [name, {value, exported}] of this.#known) {
      if (exported && value !== undefined) environment.set(name, value);
    }
    return environment;
  }

  /** From here on `local` hides what is there, until `leave`. */
  enter(): void {
    this.#hidden.push(new Map());
  }

  leave(): void {
    for (const [name, variable] of this.#hidden.pop() ?? []) this.#put(name, variable === unset ? undefined : variable);
  }

  get hasScope(): boolean {
    return this.#hidden.length > 0;
  }

  /** Hides a variable for as long as the function runs; its value is kept until another is set. */
  hide(name: string): void {
    const scope = this.#hidden.at(-1);
    if (scope && !scope.has(name)) scope.set(name, this.#known.get(name) ?? unset);
  }

  isHiddenHere(name: string): boolean {
    return this.#hidden.at(-1)?.has(name) ?? false;
  }

  #writable(name: string): Variable {
    const before = this.#known.get(name) ?? unset;
    if (before.readOnly) throw new ReadOnlyError(name);
    return before;
  }

  #put(name: string, variable: Variable | undefined): void {
    const before = this.#known.get(name);
    this.#sizeBytes += sizeOf(name, variable) - sizeOf(name, before);
    if (variable) this.#known.set(name, variable);
    else this.#known.delete(name);
    if (before?.value !== variable?.value) this.onChange(name);
  }
}

function sizeOf(name: string, variable: Variable | undefined): number {
  return variable ? name.length + (variable.value?.length ?? 0) + 32 : 0;
}
