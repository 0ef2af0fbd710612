/** What keys hold; texts have one character a byte. `bytes` says about how much memory it is. */
export type RedisValue = StringValue | ListValue | HashValue | SetValue | SortedSetValue;

export type RedisType = RedisValue['type'];

/** What an entry costs beside its text, about. */
const overhead = 32;

export class StringValue {
  readonly type = 'string';
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get bytes(): number {
    return this.text.length + overhead;
  }

  get encoding(): string {
    if (/^(0|-?[1-9]\d{0,18})$/.test(this.text)) return 'int';
    return this.text.length <= 44 ? 'embstr' : 'raw';
  }
}

/** Both ends are cheap. */
export class ListValue {
  readonly type = 'list';
  /** The items before the middle, the last first, and those behind it. */
  #front: string[] = [];
  #back: string[] = [];
  #bytes = overhead;

  constructor(items: readonly string[] = []) {
    for (const item of items) this.push(item);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#front.length + this.#back.length;
  }

  get encoding(): string {
    return this.size <= 128 ? 'listpack' : 'quicklist';
  }

  /** Undefined outside of the list; from the end when negative. */
  at(index: number): string | undefined {
    const place = index < 0 ? this.size + index : index;
    if (place < 0) return undefined;
    return place < this.#front.length
      ? this.#front[this.#front.length - 1 - place]
      : this.#back[place - this.#front.length];
  }

  push(item: string): void {
    this.#back.push(item);
    this.#bytes += item.length + overhead;
  }

  unshift(item: string): void {
    this.#front.push(item);
    this.#bytes += item.length + overhead;
  }

  pop(): string | undefined {
    if (this.#back.length === 0) this.#balance();
    const item = this.#back.pop() ?? this.#front.pop();
    if (item !== undefined) this.#bytes -= item.length + overhead;
    return item;
  }

  shift(): string | undefined {
    if (this.#front.length === 0) this.#balance();
    const item = this.#front.pop() ?? this.#back.pop();
    if (item !== undefined) this.#bytes -= item.length + overhead;
    return item;
  }

  items(): readonly string[] {
    return [...this.#front].reverse().concat(this.#back);
  }

  /** Other items in the place of all. */
  replace(items: readonly string[]): void {
    this.#front = [];
    this.#back = [...items];
    this.#bytes = items.reduce((sum, item) => sum + item.length + overhead, overhead);
  }

  /** One half to each side, so that what was done on one side is not paid for on the other again and again. */
  #balance(): void {
    const all = this.items();
    const half = Math.ceil(all.length / 2);
    this.#front = all.slice(0, half).reverse();
    this.#back = all.slice(half);
  }
}

export class HashValue {
  readonly type = 'hash';
  readonly #fields = new Map<string, string>();
  #bytes = overhead;

  constructor(pairs: Iterable<readonly [string, string]> = []) {
    for (const [field, text] of pairs) this.set(field, text);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#fields.size;
  }

  get encoding(): string {
    return this.size <= 128 ? 'listpack' : 'hashtable';
  }

  get(field: string): string | undefined {
    return this.#fields.get(field);
  }

  has(field: string): boolean {
    return this.#fields.has(field);
  }

  /** True when the field is new. */
  set(field: string, text: string): boolean {
    const isNew = !this.delete(field, false);
    this.#fields.set(field, text);
    this.#bytes += field.length + text.length + overhead;
    return isNew;
  }

  delete(field: string, forGood = true): boolean {
    const old = this.#fields.get(field);
    if (old === undefined) return false;
    this.#bytes -= field.length + old.length + overhead;
    if (forGood) this.#fields.delete(field);
    return true;
  }

  entries(): readonly (readonly [string, string])[] {
    return [...this.#fields];
  }
}

export class SetValue {
  readonly type = 'set';
  readonly #members = new Set<string>();
  #bytes = overhead;

  constructor(members: Iterable<string> = []) {
    for (const member of members) this.add(member);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#members.size;
  }

  get encoding(): string {
    if (this.size <= 512 && this.members().every((member) => /^(0|-?[1-9]\d{0,17})$/.test(member))) return 'intset';
    return this.size <= 128 ? 'listpack' : 'hashtable';
  }

  has(member: string): boolean {
    return this.#members.has(member);
  }

  add(member: string): boolean {
    if (this.#members.has(member)) return false;
    this.#members.add(member);
    this.#bytes += member.length + overhead;
    return true;
  }

  delete(member: string): boolean {
    if (!this.#members.delete(member)) return false;
    this.#bytes -= member.length + overhead;
    return true;
  }

  members(): readonly string[] {
    return [...this.#members];
  }
}

export interface Scored {
  readonly member: string;
  readonly score: number;
}

export class SortedSetValue {
  readonly type = 'zset';
  readonly #scores = new Map<string, number>();
  #sorted: readonly Scored[] | undefined;
  #bytes = overhead;

  constructor(entries: Iterable<Scored> = []) {
    for (const {member, score} of entries) this.set(member, score);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#scores.size;
  }

  get encoding(): string {
    return this.size <= 128 ? 'listpack' : 'skiplist';
  }

  score(member: string): number | undefined {
    return this.#scores.get(member);
  }

  set(member: string, score: number): void {
    if (!this.#scores.has(member)) this.#bytes += member.length + overhead;
    this.#scores.set(member, score);
    this.#sorted = undefined;
  }

  delete(member: string): boolean {
    if (!this.#scores.delete(member)) return false;
    this.#bytes -= member.length + overhead;
    this.#sorted = undefined;
    return true;
  }

  /** By score, then by member. */
  sorted(): readonly Scored[] {
    this.#sorted ??= [...this.#scores]
      .map(([member, score]) => ({member, score}))
      .sort((one, other) => one.score - other.score || (one.member < other.member ? -1 : 1));
    return this.#sorted;
  }
}

export function isEmpty(value: RedisValue): boolean {
  return value.type !== 'string' && value.size === 0;
}
