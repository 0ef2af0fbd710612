import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {groupsIn, groupsOf, textOrNothing, usersIn} from '../files/users.ts';
import {becomeCommand} from '../processes/running.ts';
import {numberWithin} from '../text/numbers.ts';

const largestId = 60_000;

export const adduser = defineApplet({
  names: ['adduser'],
  usage: `[OPTIONS] USER [GROUP]

Make a user, or put USER into GROUP

	-h DIR		Home directory
	-g GECOS	GECOS field
	-s SHELL	Login shell
	-G GRP		Main group
	-S		A system user
	-D		No password; here there never is one
	-H		Make no home directory
	-u UID		Its number`,
  options: {
    short: 'h:g:s:G:DSHu:k:',
    long: {
      home: 'h',
      gecos: 'g',
      shell: 's',
      ingroup: 'G',
      'disabled-password': 'D',
      system: 'S',
      'no-create-home': 'H',
      uid: 'u',
    },
  },
  operands: [1, 2],
  async run(call) {
    requireRoot(call);
    const [name = '', group] = call.operands;
    if (group !== undefined) return joinGroup(call, name, group);
    checkName(name);
    const {files} = call.process;
    if (usersIn(files).some((user) => user.name === name)) throw new Failure(`user '${name}' in use`);
    const uid = freeId(
      call,
      usersIn(files).map((user) => user.uid),
    );
    const gid = mainGroup(call, name, uid);
    const home = call.options.value('h') ?? `/home/${name}`;
    const shell = call.options.value('s') ?? (call.has('S') ? '/bin/false' : '/bin/sh');
    const gecos = call.options.value('g') ?? 'Linux User,,,';
    appendLine(call, '/etc/passwd', `${name}:x:${uid}:${gid}:${gecos}:${home}:${shell}`);
    appendLine(call, '/etc/shadow', `${name}:!:19000:0:99999:7:::`);
    if (!call.has('H') && !files.stat(home)) {
      files.makeDirectories(home);
      files.change(home, {uid, gid, mode: 0o2755});
    }
    return 0;
  },
});

function mainGroup(call: Call, name: string, uid: number): number {
  const {files} = call.process;
  const asked = call.options.value('G') ?? (call.has('S') ? 'nogroup' : undefined);
  if (asked !== undefined) {
    const group = groupsIn(files).find((each) => each.name === asked);
    if (group) return group.gid;
    if (call.options.value('G') !== undefined) throw new Failure(`unknown group ${asked}`);
    return 65_533;
  }
  if (groupsIn(files).some((each) => each.name === name)) throw new Failure(`group name '${name}' is in use`);
  const isTaken = groupsIn(files).some(({gid}) => gid === uid);
  const gid = isTaken
    ? freeId(
        call,
        groupsIn(files).map((group) => group.gid),
      )
    : uid;
  appendLine(call, '/etc/group', `${name}:x:${gid}:`);
  return gid;
}

/** The number asked for, or the first free one: system users and groups have their own range. */
function freeId(call: Call, taken: readonly number[]): number {
  const asked = call.options.value('u') ?? call.options.value('g');
  if (asked !== undefined && /^\d+$/.test(asked)) return numberWithin(asked, 0, largestId);
  for (let id = call.has('S') ? 100 : 1000; id <= largestId; id += 1) if (!taken.includes(id)) return id;
  throw new Failure('no free uid or gid is left');
}

export const addgroup = defineApplet({
  names: ['addgroup'],
  usage: `[-g GID] [-S] [USER] GROUP

Make a group, or put USER into GROUP

	-g GID	Its number
	-S	A system group`,
  options: {short: 'g:S', long: {gid: 'g', system: 'S'}},
  operands: [1, 2],
  async run(call) {
    requireRoot(call);
    const [first = '', second] = call.operands;
    if (second !== undefined) return joinGroup(call, first, second);
    checkName(first);
    const known = groupsIn(call.process.files);
    if (known.some(({name}) => name === first)) throw new Failure(`group '${first}' in use`);
    appendLine(
      call,
      '/etc/group',
      `${first}:x:${freeId(
        call,
        known.map(({gid}) => gid),
      )}:`,
    );
    return 0;
  },
});

async function joinGroup(call: Call, name: string, group: string): Promise<number> {
  const {files} = call.process;
  if (!usersIn(files).some((user) => user.name === name)) throw new Failure(`unknown user ${name}`);
  const known = groupsIn(files).find((each) => each.name === group);
  if (!known) throw new Failure(`unknown group ${group}`);
  if (known.members.includes(name)) return 0;
  changeLines(call, '/etc/group', (line) =>
    line.startsWith(`${group}:`) ? `${line}${known.members.length > 0 ? ',' : ''}${name}` : line,
  );
  return 0;
}

export const deluser = defineApplet({
  names: ['deluser', 'delgroup'],
  usage: `[--remove-home] USER | USER GROUP

Remove a user or a group, or take USER out of GROUP`,
  options: {short: '', long: {'remove-home': ''}},
  operands: [1, 2],
  async run(call) {
    requireRoot(call);
    const {files} = call.process;
    const [name = '', group] = call.operands;
    if (group !== undefined) {
      changeLines(call, '/etc/group', (line) => (line.startsWith(`${group}:`) ? withoutMember(line, name) : line));
      return 0;
    }
    const isGroup = call.name === 'delgroup';
    const known = isGroup ? groupsIn(files) : usersIn(files);
    if (!known.some((each) => each.name === name)) throw new Failure(`unknown ${isGroup ? 'group' : 'user'} ${name}`);
    const paths = isGroup ? ['/etc/group'] : ['/etc/passwd', '/etc/shadow'];
    for (const path of paths) changeLines(call, path, (line) => (line.startsWith(`${name}:`) ? undefined : line));
    if (!isGroup)
      changeLines(call, '/etc/group', (line) => (isOwnGroup(line, name) ? undefined : withoutMember(line, name)));
    return 0;
  },
});

function isOwnGroup(line: string, name: string): boolean {
  return line.startsWith(`${name}:`) && line.endsWith(':');
}

function withoutMember(line: string, name: string): string {
  const colon = line.lastIndexOf(':');
  const members = line.slice(colon + 1).split(',');
  return `${line.slice(0, colon + 1)}${members.filter((each) => each !== name).join(',')}`;
}

export const passwd = defineApplet({
  names: ['passwd', 'chpasswd'],
  usage: '[OPTIONS] [USER]\n\nChange a password; in this simulation nobody has one',
  options: {short: 'a:dlueR:'},
  async run() {
    throw new Failure('this simulation has no passwords: su as root asks for none');
  },
});

export const login = defineApplet({
  names: ['login'],
  usage: '[-p] [-h HOST] [[-f] USER]\n\nNobody logs in to a container: docker exec starts a shell in it',
  options: {short: 'f:h:p'},
  async run() {
    throw new Failure('nobody logs in to a container: docker exec starts a shell in it');
  },
});

export const su = defineApplet({
  names: ['su'],
  usage: `[-lmp] [-s SH] [-] [USER [FILE ARGS]]

Run a shell as USER, as root otherwise

	-,-l	A login shell
	-c CMD	Run CMD
	-m,-p	Keep the environment
	-s SH	Another shell`,
  options: {short: '+mplc:s:'},
  async run(call) {
    const words = [...call.operands];
    const isLogin = words[0] === '-' || call.has('l');
    if (words[0] === '-') words.shift();
    const [name = 'root', ...args] = words;
    const {process} = call;
    const user = usersIn(process.files).find((each) => each.name === name);
    if (!user) throw new Failure(`unknown user ${name}`);
    if (process.user.uid !== 0) throw new Failure('must be suid to work properly');
    const shell = call.options.value('s') ?? (user.shell || '/bin/sh');
    process.user = {uid: user.uid, gid: user.gid, groups: groupsOf(process.files, user.name)};
    if (!call.has('m', 'p')) {
      const usual = [
        ['HOME', user.home],
        ['SHELL', shell],
        ['USER', user.name],
        ['LOGNAME', user.name],
      ] as const;
      process.env = new Map([...process.env, ...usual]);
    }
    if (isLogin) process.folder = process.files.stat(user.home)?.kind === 'directory' ? user.home : '/';
    const command = call.options.value('c');
    return becomeCommand(call, [
      shell,
      ...(isLogin ? ['-l'] : []),
      ...(command === undefined ? [] : ['-c', command]),
      ...args,
    ]);
  },
});

function requireRoot(call: Call): void {
  if (call.process.user.uid !== 0) throw new Failure('permission denied (are you root?)');
}

function checkName(name: string): void {
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*\$?$/.test(name))
    throw new Failure(`illegal character with code ${name.charCodeAt(0)} at position 0`);
}

function appendLine(call: Call, path: string, line: string): void {
  const before = textOrNothing(call.process.files, path);
  const isOpen = before !== '' && !before.endsWith('\n');
  call.process.files.write(path, `${before}${isOpen ? '\n' : ''}${line}\n`);
}

function changeLines(call: Call, path: string, change: (line: string) => string | undefined): void {
  const {files} = call.process;
  if (!files.stat(path)) return;
  const lines = textOrNothing(files, path)
    .split('\n')
    .filter((line) => line !== '');
  files.write(
    path,
    lines
      .flatMap((line) => {
        const changed = change(line);
        return changed === undefined ? [] : [`${changed}\n`];
      })
      .join(''),
  );
}
