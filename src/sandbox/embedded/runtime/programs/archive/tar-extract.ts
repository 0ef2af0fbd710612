import {isSystemError} from '../../../system-error.ts';
import {modeText} from '../../fs/nodes.ts';
import {parentPath} from '../../fs/path.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {civilTime, formatTime} from '../text/calendar.ts';
import {wholeNumber} from '../text/numbers.ts';
import {gunzipCodec} from './gzip.ts';
import type {TarMember} from './tar-header.ts';
import {isListed, PrefixNote, safeName} from './tar-names.ts';
import {type Pieces, type ReadMember, TarReader} from './tar-read.ts';

/** Lists or unpacks an archive. */
export class Extraction {
  readonly #call: Call;
  readonly #patterns: readonly string[];
  readonly #names: readonly string[];
  readonly #found = new Set<string>();
  readonly #note: PrefixNote;
  readonly #strip: number;
  #code = 0;
  /** Modes of folders are set last: one that may not be written must be filled first. */
  readonly #folders: TarMember[] = [];

  constructor(
    call: Call,
    {patterns, names}: {readonly patterns: readonly string[]; readonly names: readonly string[]},
  ) {
    this.#call = call;
    this.#patterns = patterns;
    this.#names = names;
    this.#note = new PrefixNote(call);
    this.#strip = wholeNumber(call.options.value('strip-components') ?? '0');
  }

  async run(): Promise<number> {
    const {process} = this.#call;
    const path = this.#call.options.value('f') ?? '-';
    const input = await this.#call.openOrComplain(path, {raw: true});
    if (!input) return 1;
    const reader = new TarReader(await this.#pieces(() => input.piece()));
    const folder = this.#call.options.value('C');
    if (folder !== undefined) {
      const stat = process.files.stat(folder);
      if (!stat) throw new Failure(`can't change directory to '${folder}': No such file or directory`);
      process.folder = stat.path;
    }
    for (let read = await reader.next(); read !== undefined; read = await reader.next()) await this.#member(read);
    this.#finishFolders();
    for (const name of this.#names) {
      if (this.#found.has(name)) continue;
      await this.#call.complain(`${name}: not found in archive`);
      this.#code = 1;
    }
    return this.#code;
  }

  /** Decompresses what begins like gzip, whether -z was given or not. */
  async #pieces(source: Pieces): Promise<Pieces> {
    const first = await source();
    const isGzip = first !== null && first[0] === 0x1f && first[1] === 0x8b;
    if (this.#call.has('z') && !isGzip) throw new Failure(first === null ? 'short read' : 'invalid magic');
    let pending = first;
    const rest: Pieces = async () => {
      const piece = pending ?? (await source());
      pending = null;
      return piece;
    };
    if (!isGzip) return rest;
    const codec = gunzipCodec();
    const ready: Uint8Array[] = [];
    let isOver = false;
    return async () => {
      while (ready.length === 0 && !isOver) {
        const piece = await rest();
        isOver = piece === null;
        ready.push(...(piece === null ? codec.end() : codec.push(piece)));
      }
      return ready.shift() ?? null;
    };
  }

  async #member(read: ReadMember): Promise<void> {
    const {member} = read;
    if (isListed(member.name, this.#patterns) || !this.#isWanted(member.name)) return;
    const {safe, removed} = safeName(member.name);
    const name = this.#stripped(this.#call.has('x') ? safe : member.name);
    if (name === undefined) return;
    if (this.#call.has('x')) await this.#note.say(removed);
    await this.#list({...member, name});
    if (!this.#call.has('x')) return;
    if (this.#call.has('O')) return this.#toOutput(read);
    await this.#unpack(read, {...member, name});
  }

  #isWanted(name: string): boolean {
    if (this.#names.length === 0) return true;
    const wanted = this.#names.filter((pattern) => isListed(name, [pattern]));
    for (const pattern of wanted) this.#found.add(pattern);
    return wanted.length > 0;
  }

  #stripped(name: string): string | undefined {
    if (this.#strip === 0) return name;
    const rest = name
      .replace(/^(\.\/)+/, '')
      .split('/')
      .slice(this.#strip)
      .join('/');
    return rest === '' ? undefined : rest;
  }

  async #list(member: TarMember): Promise<void> {
    const isListing = this.#call.has('t');
    if (!isListing && !this.#call.has('v')) return;
    const isLong = this.#call.has('v') && isListing;
    const text = isLong ? this.#longLine(member) : member.name;
    // With the content on standard output, names go elsewhere.
    if (this.#call.has('O')) await this.#call.process.complain(text);
    else await this.#call.print(`${text}\n`);
  }

  #longLine(member: TarMember): string {
    const {kind, mode, size, modifiedMs, target, name} = member;
    const owner = `${member.userName || member.uid}/${member.groupName || member.gid}`;
    const time = formatTime('%Y-%m-%d %H:%M:%S', civilTime(modifiedMs, this.#call.process.env.get('TZ')));
    const type = kind === 'link' ? 'file' : kind;
    const arrow = target === '' ? '' : ` -> ${target}`;
    return `${modeText({kind: type, mode})} ${owner} ${String(size).padStart(9)} ${time} ${name}${arrow}`;
  }

  async #toOutput({member, content}: ReadMember): Promise<void> {
    if (member.kind !== 'file') return;
    for (let piece = await content(); piece !== null; piece = await content()) await this.#call.print(piece.slice());
  }

  async #unpack(read: ReadMember, member: TarMember): Promise<void> {
    const {files} = this.#call.process;
    try {
      const parent = parentPath(member.name);
      if (parent !== '.') files.makeDirectories(parent);
      const there = files.stat(member.name, {follow: false});
      if (there && member.kind !== 'directory') {
        if (this.#call.has('k')) throw new Failure(`can't open '${member.name}': File exists`);
        if (there.kind !== 'directory') files.unlink(member.name);
      }
      await this.#make(read, member);
      if (member.kind !== 'symlink' && member.kind !== 'link') this.#restore(member);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      await this.#call.complain(`can't create ${member.kind} '${member.name}': ${error.message}`);
      this.#code = 1;
    }
  }

  async #make(read: ReadMember, member: TarMember): Promise<void> {
    const {files} = this.#call.process;
    const {name, target, kind} = member;
    switch (kind) {
      case 'directory':
        if (files.stat(name)?.kind !== 'directory') files.makeDirectory(name.replace(/\/+$/, ''), 0o755);
        return;
      case 'symlink':
        return files.makeSymlink(name, target);
      case 'link':
        return files.link(this.#stripped(safeName(target).safe) ?? target, name);
      case 'file':
        return this.#writeFile(read, name);
      default:
        await this.#call.complain(`${name}: device files are not part of this simulation`);
        this.#code = 1;
    }
  }

  async #writeFile({content}: ReadMember, name: string): Promise<void> {
    const {process} = this.#call;
    const fd = process.adopt(process.files.open(name, {write: true, create: true, truncate: true}));
    try {
      for (let piece = await content(); piece !== null; piece = await content()) await process.write(fd, piece);
    } finally {
      process.closeFd(fd);
    }
  }

  #restore(member: TarMember): void {
    if (member.kind === 'directory') this.#folders.push(member);
    this.#change(member.kind === 'directory' ? {...member, mode: 0o755} : member);
  }

  #finishFolders(): void {
    const {files} = this.#call.process;
    // What was put into it has changed its time, as with the real one.
    for (const member of this.#folders.reverse())
      this.#change({...member, modifiedMs: files.stat(member.name)?.modifiedMs ?? 0});
  }

  #change({name, mode, uid, gid, modifiedMs}: TarMember): void {
    const {process} = this.#call;
    if (!process.files.stat(name)) return;
    const isRoot = process.user.uid === 0;
    process.files.change(name, {
      mode: isRoot || this.#call.has('p') ? mode : mode & ~process.umask,
      ...(isRoot && !this.#call.has('o') ? {uid, gid} : {}),
      ...(this.#call.has('m') ? {} : {modifiedMs}),
    });
  }
}
