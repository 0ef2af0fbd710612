import type {Place} from './problem.ts';

/** One directive as it was read: its form and place have been checked. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  /** Of its `;` or `{`. */
  readonly place: Place;
  /** What is between its braces; of `types` and `map`, entries of their own. */
  readonly block?: readonly Directive[];
}

export interface LocationLabel {
  readonly text: string;
  readonly isRegex: boolean;
}

/**
 * Directives of one block, over those of the block around it: what a block does not say, it inherits.
 * https://nginx.org/en/docs/http/ngx_http_core_module.html
 */
export class Scope {
  readonly directives: readonly Directive[];
  readonly parent: Scope | undefined;
  /** Of a location: what `alias` in it stands for. */
  readonly label: LocationLabel | undefined;

  constructor(directives: readonly Directive[], parent?: Scope, label?: LocationLabel) {
    this.directives = directives;
    this.parent = parent;
    this.label = label;
  }

  own(name: string): readonly Directive[] {
    return this.directives.filter((directive) => directive.name === name);
  }

  /** All of a name in the nearest block that has one. */
  all(name: string): readonly Directive[] {
    const own = this.own(name);
    return own.length > 0 ? own : (this.parent?.all(name) ?? []);
  }

  one(name: string): Directive | undefined {
    return this.all(name)[0];
  }

  /** The first argument of a directive. */
  text(name: string): string | undefined {
    return this.one(name)?.args[0];
  }

  flag(name: string, usual: boolean): boolean {
    const value = this.text(name);
    return value === undefined ? usual : value.toLowerCase() === 'on';
  }
}
