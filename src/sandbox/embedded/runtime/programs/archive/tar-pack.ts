import type {Stat} from '../../fs/files.ts';
import type {FileSystemNode} from '../../fs/nodes.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {ownerNames} from '../files/users.ts';
import {deepestTree, namesIn, under} from '../files/walk.ts';
import {type Codec, gzipCodec} from './gzip.ts';
import {blockBytes, formatTarMember, type MemberKind, padded} from './tar-header.ts';
import {isListed, PrefixNote, safeName} from './tar-names.ts';

const recordBytes = 20 * blockBytes;

/** Makes an archive of files. */
export class Packing {
  readonly #call: Call;
  readonly #patterns: readonly string[];
  readonly #note: PrefixNote;
  readonly #names;
  /** Files with several names are packed once. */
  readonly #packed = new Map<FileSystemNode, string>();
  #codec: Codec | undefined;
  #fd = 1;
  #archive: FileSystemNode | undefined;
  #written = 0;
  #code = 0;

  constructor(call: Call, patterns: readonly string[]) {
    this.#call = call;
    this.#patterns = patterns;
    this.#note = new PrefixNote(call);
    this.#names = ownerNames(call.process.files);
  }

  async run(paths: readonly string[]): Promise<number> {
    const {process} = this.#call;
    if (paths.length === 0) throw new Failure('empty archive');
    const archive = this.#call.options.value('f') ?? '-';
    const isGzip = this.#call.has('z') || (this.#call.has('a') && /\.t?gz$/.test(archive));
    if (isGzip) this.#codec = gzipCodec({level: 6, modifiedMs: 0});
    if (archive !== '-') {
      this.#fd = process.adopt(process.files.open(archive, {write: true, create: true, truncate: true}));
      this.#archive = process.files.stat(archive)?.node;
    }
    const folder = this.#call.options.value('C');
    if (folder !== undefined) process.folder = process.files.requireStat(folder).path;
    for (const path of paths) await this.#pack(path, 0);
    await this.#end();
    if (this.#code !== 0) await this.#call.complain('error exit delayed from previous errors');
    return this.#code;
  }

  async #pack(path: string, depth: number): Promise<void> {
    await this.#call.process.breathe();
    const {files} = this.#call.process;
    const stat = (this.#call.has('h') ? files.stat(path) : undefined) ?? files.stat(path, {follow: false});
    if (!stat) {
      await this.#call.complain(`${path}: No such file or directory`);
      this.#code = 1;
      return;
    }
    const {safe, removed} = safeName(path);
    if (isListed(safe, this.#patterns)) return;
    await this.#note.say(removed);
    if (stat.node === this.#archive) {
      await this.#call.complain(`${path}: file is the archive; skipping`);
      return;
    }
    await this.#member(path, safe, stat);
    if (stat.kind !== 'directory' || depth >= deepestTree || this.#call.has('no-recursion')) return;
    for (const name of await namesIn(this.#call, path)) await this.#pack(under(path, name), depth + 1);
  }

  async #member(path: string, safe: string, stat: Stat): Promise<void> {
    const name = stat.kind === 'directory' && !safe.endsWith('/') ? `${safe}/` : safe;
    const earlier = stat.kind === 'file' ? this.#packed.get(stat.node) : undefined;
    const kind: MemberKind = earlier === undefined ? stat.kind : 'link';
    if (stat.kind === 'file') this.#packed.set(stat.node, name);
    if (this.#call.has('v')) await this.#verbose(name);
    const size = kind === 'file' ? stat.size : 0;
    const {mode, uid, gid, modifiedMs} = stat;
    const owner = {userName: this.#names.user(uid) ?? '', groupName: this.#names.group(gid) ?? ''};
    const target = earlier ?? stat.target;
    for (const block of formatTarMember({name, kind, mode, uid, gid, size, modifiedMs, target, ...owner}))
      await this.#write(block);
    if (kind === 'file') await this.#content(path, size);
  }

  /** Exactly as many bytes as the header says, whatever becomes of the file meanwhile. */
  async #content(path: string, size: number): Promise<void> {
    const input = this.#call.open(path);
    let left = size;
    for (let piece = await input.piece(); piece !== null && left > 0; piece = await input.piece()) {
      const bytes = piece.subarray(0, left);
      await this.#write(bytes);
      left -= bytes.length;
    }
    input.close();
    for (; left > 0; left -= Math.min(left, 65_536)) await this.#write(new Uint8Array(Math.min(left, 65_536)));
    const rest = (blockBytes - (size % blockBytes)) % blockBytes;
    if (rest > 0) await this.#write(new Uint8Array(rest));
  }

  async #verbose(name: string): Promise<void> {
    if (this.#fd === 1) await this.#call.process.complain(name);
    else await this.#call.print(`${name}\n`);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#written += bytes.length;
    for (const piece of this.#codec ? this.#codec.push(bytes) : [bytes])
      await this.#call.process.write(this.#fd, piece);
  }

  async #end(): Promise<void> {
    const total = Math.ceil((this.#written + 2 * blockBytes) / recordBytes) * recordBytes;
    await this.#write(padded(new Uint8Array(total - this.#written)));
    for (const piece of this.#codec?.end() ?? []) await this.#call.process.write(this.#fd, piece);
    if (this.#fd !== 1) this.#call.process.closeFd(this.#fd);
  }
}
