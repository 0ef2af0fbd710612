import type {Stat} from '../../fs/files.ts';
import {modeText} from '../../fs/nodes.ts';
import type {Call} from '../call.ts';
import {civilTime, formatTime} from '../text/calendar.ts';
import {humanSize} from '../text/numbers.ts';
import {textWidth} from '../text/width.ts';
import {blocksOf, linksOf, typeMark} from './facts.ts';
import {type OwnerNames, ownerNames} from './users.ts';

/** One line, or cell, of a listing. */
export interface Entry {
  readonly name: string;
  readonly stat: Stat;
}

const halfYearMs = (365 * 86_400_000) / 2;

/** How `ls` shows entries, as its options say. */
export class Listing {
  readonly #call: Call;
  readonly #names: OwnerNames;
  readonly #form: 'long' | 'columns' | 'rows' | 'lines';

  constructor(call: Call) {
    this.#call = call;
    this.#names = ownerNames(call.process.files);
    const form = call.options.lastOf('l', 'n', 'g', 'o', '1', 'C', 'x', 'full-time');
    const isTerminal = call.process.descriptor(1)?.terminal !== undefined;
    if (form === 'C' || (form === undefined && isTerminal)) this.#form = 'columns';
    else if (form === 'x') this.#form = 'rows';
    else this.#form = form === '1' || form === undefined ? 'lines' : 'long';
  }

  get isLong(): boolean {
    return this.#form === 'long';
  }

  async print(entries: readonly Entry[]): Promise<void> {
    if (this.#form === 'columns' || this.#form === 'rows') return this.#columns(entries);
    for (const entry of entries)
      await this.#call.print(`${this.#prefix(entry)}${this.isLong ? this.#long(entry) : this.#short(entry)}\n`);
  }

  async #columns(entries: readonly Entry[]): Promise<void> {
    const cells = entries.map((entry) => `${this.#prefix(entry)}${this.#short(entry)}`);
    const extra = (this.#call.has('i') ? 8 : 0) + (this.#call.has('s') ? 5 : 0);
    const wide = Math.max(0, ...entries.map(({name}) => textWidth(name))) + 2 + extra;
    const width = Number(this.#call.options.value('w') ?? this.#call.process.terminal?.columns ?? 80);
    const columns = Math.max(1, Math.floor(width / wide));
    const rows = Math.ceil(cells.length / columns);
    for (let row = 0; row < rows; row += 1) {
      let line = '';
      for (let column = 0; column < columns; column += 1) {
        const cell = cells[this.#form === 'rows' ? row * columns + column : column * rows + row];
        if (cell !== undefined) line += `${' '.repeat(Math.max(0, column * wide - textWidth(line)))}${cell}`;
      }
      await this.#call.print(`${line}\n`);
    }
  }

  #prefix({stat}: Entry): string {
    const inode = this.#call.has('i')
      ? `${String(this.#call.process.files.mounts.inodeOf(stat.node)).padStart(7)} `
      : '';
    const size = this.#call.has('h') ? humanSize(blocksOf(stat) * 512) : String(blocksOf(stat) / 2);
    return `${inode}${this.#call.has('s') ? `${size.padStart(6)} ` : ''}`;
  }

  #short({name, stat}: Entry): string {
    const marked = this.#call.has('F', 'p') ? typeMark(stat, !this.#call.has('F')) : '';
    return `${printable(name)}${marked}`;
  }

  #long(entry: Entry): string {
    const {stat} = entry;
    const isNumeric = this.#call.has('n');
    const user = isNumeric ? String(stat.uid) : (this.#names.user(stat.uid) ?? String(stat.uid));
    const group = isNumeric ? String(stat.gid) : (this.#names.group(stat.gid) ?? String(stat.gid));
    const owners = `${user.slice(0, 8).padEnd(8)} ${group.slice(0, 8).padEnd(8)}`;
    const arrow = stat.kind === 'symlink' ? ` -> ${stat.target}${this.#targetMark(stat)}` : '';
    const name = stat.kind === 'symlink' ? printable(entry.name) : this.#short(entry);
    return `${modeText(stat).padEnd(10)} ${String(linksOf(stat)).padStart(4)} ${owners} ${this.#size(stat)} ${this.#time(stat)} ${name}${arrow}`;
  }

  #targetMark({path}: Stat): string {
    const target = this.#call.has('F', 'p') ? this.#call.process.files.stat(path) : undefined;
    return target ? typeMark(target, !this.#call.has('F')) : '';
  }

  #size({kind, size, node}: Stat): string {
    if (node.kind === 'device') return `${String(node.major).padStart(4)}, ${String(node.minor).padStart(3)}`;
    const bytes = kind === 'fifo' ? 0 : size;
    return this.#call.has('h') ? humanSize(bytes).padStart(7) : String(bytes).padStart(9);
  }

  #time({modifiedMs}: Stat): string {
    const time = civilTime(modifiedMs, this.#call.process.env.get('TZ'));
    if (this.#call.has('full-time')) return formatTime('%Y-%m-%d %H:%M:%S %z', time);
    const age = this.#call.process.now() - modifiedMs;
    const isRecent = age < halfYearMs && age > -15 * 60_000;
    return formatTime(isRecent ? '%b %e %H:%M' : '%b %e  %Y', time);
  }
}

/** Control characters would move the cursor. */
function printable(name: string): string {
  return name.replace(/[\x00-\x1f\x7f\udc80-\udcff]/g, '?');
}
