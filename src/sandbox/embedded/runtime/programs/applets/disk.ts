import type {Mount} from '../../fs/mounts.ts';
import type {FileSystemNode} from '../../fs/nodes.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {blocksOf} from '../files/facts.ts';
import {deepestTree, namesIn, under} from '../files/walk.ts';
import {humanSize, wholeNumber} from '../text/numbers.ts';

export const du = defineApplet({
  names: ['du'],
  usage: `[-aHLdclsxhmk] [FILE]...

Print how much room FILEs take, in kilobytes

	-a	Files as well
	-d N	Only N levels of directories
	-c	A sum of all
	-s	Only the FILEs themselves
	-h	Sizes like 1K 243M 2G
	-m	In megabytes
	-b	In bytes`,
  options: {
    short: 'aHkLsxd:lchmb',
    long: {'max-depth': 'd', 'human-readable': 'h', summarize: 's', total: 'c', bytes: 'b', all: 'a'},
  },
  async run(call) {
    const depth = call.has('s') ? 0 : wholeNumber(call.options.value('d') ?? String(deepestTree));
    const counting = new Usage(call, depth);
    let total = 0;
    for (const path of call.operands.length === 0 ? ['.'] : call.operands) total += await counting.of(path, 0);
    if (call.has('c')) await call.print(`${counting.shown(total)}\ttotal\n`);
    return counting.didFail ? 1 : 0;
  },
});

class Usage {
  didFail = false;
  readonly #call: Call;
  readonly #depth: number;
  readonly #seen = new Set<FileSystemNode>();

  constructor(call: Call, depth: number) {
    this.#call = call;
    this.#depth = depth;
  }

  shown(bytes: number): string {
    const unit = this.#call.options.lastOf('h', 'm', 'k', 'b');
    if (unit === 'h') return humanSize(bytes);
    if (unit === 'b') return String(bytes);
    return String(Math.ceil(bytes / (unit === 'm' ? 1024 ** 2 : 1024)));
  }

  /** What a path takes with everything below; prints it where that was asked for. */
  async of(path: string, depth: number): Promise<number> {
    await this.#call.process.breathe();
    const stat = this.#call.process.files.stat(path, {
      follow: this.#call.has('L') || (depth === 0 && this.#call.has('H')),
    });
    if (!stat) {
      await this.#call.complain(`${path}: No such file or directory`);
      this.didFail = true;
      return 0;
    }
    // One file with two names takes room once.
    if (this.#seen.has(stat.node) && !this.#call.has('l')) return 0;
    this.#seen.add(stat.node);
    let sum = this.#call.has('b') ? stat.size : blocksOf(stat) * 512;
    if (stat.kind === 'directory' && depth < deepestTree)
      for (const name of await namesIn(this.#call, path)) sum += await this.of(under(path, name), depth + 1);
    const isShown = depth === 0 || ((stat.kind === 'directory' || this.#call.has('a')) && depth <= this.#depth);
    if (isShown) await this.#call.print(`${this.shown(sum)}\t${path}\n`);
    return sum;
  }
}

export const df = defineApplet({
  names: ['df'],
  usage: `[-PkmhTai] [FILESYSTEM]...

Print how full file systems are

	-P	POSIX form
	-k,-m	In kilobytes, in megabytes
	-h	Sizes like 1K 243M 2G
	-T	With their types
	-a	Those without any room as well`,
  options: {short: 'kmhTPaiB:t:', long: {'human-readable': 'h'}},
  async run(call) {
    const {files} = call.process;
    const all = mountsOf(call);
    const mounts: Mount[] = [];
    for (const path of call.operands) {
      const found = files.stat(path);
      if (!found) throw new Failure(`${path}: can't find mount point`);
      const mount = all
        .filter(({path: at}) => isBelow(found.path, at))
        .sort((one, other) => other.path.length - one.path.length)[0];
      if (mount) mounts.push(mount);
    }
    const shown = call.operands.length > 0 ? mounts : all.filter(({type}) => call.has('a') || hasRoom(type));
    const unit = call.has('h') ? 'Size' : call.has('m') ? '1M-blocks' : call.has('P') ? '1024-blocks' : '1K-blocks';
    const type = call.has('T') ? 'Type       ' : '';
    const use = call.has('P') ? 'Capacity' : 'Use%';
    await call.print(
      `Filesystem           ${type}${unit.padStart(call.has('h') ? 9 : 9)}${call.has('h') ? '     ' : '      '}Used Available ${use} Mounted on\n`,
    );
    for (const mount of shown) await call.print(`${diskLine(call, mount)}\n`);
    return 0;
  },
});

function diskLine(call: Call, {source, type, path}: Mount): string {
  const {disk} = call.process.space.kernel;
  const isMemory = type === 'tmpfs';
  const total = hasRoom(type) ? (isMemory ? 64 << 20 : disk.totalBytes) : 0;
  const used = hasRoom(type) && !isMemory ? disk.usedBytes : 0;
  const size = (bytes: number): string => {
    if (call.has('h')) return humanSize(bytes);
    return String(Math.ceil(bytes / (call.has('m') ? 1024 ** 2 : 1024)));
  };
  const percent = total === 0 ? 0 : Math.ceil((used * 100) / total);
  const kind = call.has('T') ? `${type.padEnd(10)} ` : '';
  const sizes = `${size(total).padStart(9)} ${size(used).padStart(9)} ${size(total - used).padStart(9)}`;
  return `${source.padEnd(20)} ${kind}${sizes} ${String(percent).padStart(3)}% ${path}`;
}

function hasRoom(type: string): boolean {
  return !['proc', 'sysfs', 'cgroup', 'cgroup2', 'mqueue', 'devpts'].includes(type);
}

function isBelow(path: string, at: string): boolean {
  return at === '/' || path === at || path.startsWith(`${at}/`);
}

/** The mounts of a container with its root among them. */
export function mountsOf(call: Call): readonly Mount[] {
  const {mounts} = call.process.space;
  const listed = mounts.list();
  if (listed.some(({path}) => path === '/')) return listed;
  return [{path: '/', root: mounts.root, readOnly: false, source: 'overlay', type: 'overlay'}, ...listed];
}

export const mount = defineApplet({
  names: ['mount'],
  usage: '[OPTIONS] [-o OPT] DEVICE NODE\n\nPrint what is mounted; a container may not mount anything',
  options: {short: 'o:t:ar wnifTO:'},
  async run(call) {
    if (call.operands.length > 0 || call.has('a')) {
      const goal = call.operands.at(-1) ?? '/';
      throw new Failure(`mounting ${call.operands.at(-2) ?? 'none'} on ${goal} failed: Operation not permitted`, 1);
    }
    for (const {source, path, type, readOnly} of mountsOf(call))
      await call.print(`${source} on ${path} type ${type} (${readOnly ? 'ro' : 'rw'},relatime)\n`);
    return 0;
  },
});

export const umount = defineApplet({
  names: ['umount'],
  usage: '[-rlfda] [-t FSTYPE] FILESYSTEM|DIRECTORY\n\nA container may not unmount anything',
  options: {short: 'rlfdat:'},
  async run(call) {
    let code = 0;
    for (const path of call.operands) {
      const isMounted = mountsOf(call).some((each) => each.path === call.process.files.absolute(path));
      await call.complain(`can't unmount ${path}: ${isMounted ? 'Operation not permitted' : 'Invalid argument'}`);
      code = 1;
    }
    return code;
  },
});
