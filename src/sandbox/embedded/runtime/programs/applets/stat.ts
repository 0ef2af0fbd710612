import type {Stat} from '../../fs/files.ts';
import {modeText} from '../../fs/nodes.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {blocksOf, linksOf} from '../files/facts.ts';
import {octal} from '../files/modes.ts';
import {type OwnerNames, ownerNames} from '../files/users.ts';
import {civilTime, formatTime} from '../text/calendar.ts';
import {withEscapes} from '../text/escapes.ts';

export const stat = defineApplet({
  names: ['stat'],
  usage: `[-ltf] [-c FMT] FILE...

Print what is known of FILEs

	-c FMT	As FMT says: %n name, %s size, %a %A mode, %u %U %g %G owner, %F kind, %y %Y time, %i %h %b %B %o %t %T %N
	-f	Of the file system
	-L	Follow symbolic links
	-t	As one line`,
  options: {short: 'ftLlc:', long: {format: 'c', dereference: 'L', terse: 't'}},
  operands: [1],
  async run(call) {
    const names = ownerNames(call.process.files);
    let code = 0;
    for (const path of call.operands) {
      const found = call.process.files.stat(path, {follow: call.has('L')});
      if (!found) {
        await call.complain(`can't stat '${path}': No such file or directory`);
        code = 1;
        continue;
      }
      const format = call.options.value('c');
      if (call.has('f')) await call.print(fileSystemText(call, path, format));
      else if (format !== undefined) await call.print(`${filled(call, format, {path, stat: found, names})}\n`);
      else await call.print(filled(call, call.has('t') ? terse : usual(found), {path, stat: found, names}));
    }
    return code;
  },
});

const terse = '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %o\n';

function usual({kind}: Stat): string {
  const name = kind === 'symlink' ? '%N' : '%n';
  const type = kind === 'device' ? '\tDevice type: %t,%T' : '';
  return `  File: ${name}
  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F
Device: %Dh/%dd\tInode: %-10i  Links: %-5h${type}
Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)
Access: %x
Modify: %y
Change: %z
`;
}

interface Shown {
  readonly path: string;
  readonly stat: Stat;
  readonly names: OwnerNames;
}

function filled(call: Call, format: string, shown: Shown): string {
  return withEscapes(format).replace(
    /%([-0]?)(\d*)(?:\.\d+)?([a-zA-Z%])/g,
    (whole, flag: string, width: string, letter: string) => {
      const text = fact(call, letter, shown);
      if (text === undefined) return whole;
      if (flag === '-') return text.padEnd(Number(width));
      return text.padStart(Number(width), flag === '0' ? '0' : ' ');
    },
  );
}

function fact(call: Call, letter: string, {path, stat: found, names}: Shown): string | undefined {
  const {kind, mode, uid, gid, size, node, modifiedMs} = found;
  const time = (): string => formatTime('%Y-%m-%d %H:%M:%S.%N %z', civilTime(modifiedMs, call.process.env.get('TZ')));
  const types = {file: 0o100000, directory: 0o40000, symlink: 0o120000, device: 0o20000, fifo: 0o10000};
  const facts: {readonly [name: string]: () => string} = {
    n: () => path,
    N: () => (kind === 'symlink' ? `'${path}' -> '${found.target}'` : path),
    s: () => String(size),
    a: () => octal(mode, 1),
    A: () => modeText(found),
    f: () => (mode | types[kind]).toString(16),
    u: () => String(uid),
    g: () => String(gid),
    U: () => names.user(uid) ?? 'UNKNOWN',
    G: () => names.group(gid) ?? 'UNKNOWN',
    F: () => kindText(found),
    b: () => String(blocksOf(found)),
    B: () => '512',
    o: () => '4096',
    h: () => String(linksOf(found)),
    i: () => String(call.process.files.mounts.inodeOf(node)),
    d: () => '43',
    D: () => '2b',
    t: () => (node.kind === 'device' ? node.major.toString(16) : '0'),
    T: () => (node.kind === 'device' ? node.minor.toString(16) : '0'),
    m: () => '/',
    x: time,
    y: time,
    z: time,
    X: () => String(Math.floor(modifiedMs / 1000)),
    Y: () => String(Math.floor(modifiedMs / 1000)),
    Z: () => String(Math.floor(modifiedMs / 1000)),
    '%': () => '%',
  };
  return facts[letter]?.();
}

function kindText({kind, size}: Stat): string {
  switch (kind) {
    case 'file':
      return size === 0 ? 'regular empty file' : 'regular file';
    case 'directory':
      return 'directory';
    case 'symlink':
      return 'symbolic link';
    case 'device':
      return 'character special file';
    case 'fifo':
      return 'fifo';
  }
}

function fileSystemText(call: Call, path: string, format: string | undefined): string {
  const {disk} = call.process.space.kernel;
  const total = Math.floor(disk.totalBytes / 4096);
  const free = Math.floor((disk.totalBytes - disk.usedBytes) / 4096);
  const facts: {readonly [letter: string]: string} = {
    n: path,
    b: String(total),
    f: String(free),
    a: String(free),
    s: '4096',
    S: '4096',
    T: 'overlayfs',
    t: '794c7630',
    i: '0',
    l: '255',
    '%': '%',
  };
  if (format !== undefined)
    return `${format.replace(/%([a-zA-Z%])/g, (whole, letter: string) => facts[letter] ?? whole)}\n`;
  return `  File: "${path}"
    ID: 0        Namelen: 255     Type: overlayfs
Block size: 4096      
Blocks: Total: ${String(total).padEnd(10)} Free: ${String(free).padEnd(10)} Available: ${free}
Inodes: Total: 65536      Free: 65000
`;
}
