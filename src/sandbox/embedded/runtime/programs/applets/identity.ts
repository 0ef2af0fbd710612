import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {groupsOf, ownerNames, usersIn} from '../files/users.ts';

interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

export const id = defineApplet({
  names: ['id'],
  usage: `[-ugGnr] [USER]

Print who USER is, or who you are

	-u	Only the number of the user
	-g	Only that of the main group
	-G	Those of all groups
	-n	Names instead of numbers`,
  options: {short: 'urgGn'},
  operands: [0, 1],
  async run(call) {
    const identity = identityOf(call, call.operands[0]);
    const names = ownerNames(call.process.files);
    const user = names.user(identity.uid);
    const group = (gid: number): string => (call.has('n') ? (names.group(gid) ?? String(gid)) : String(gid));
    if (call.has('u')) await call.print(`${call.has('n') ? (user ?? identity.uid) : identity.uid}\n`);
    else if (call.has('g')) await call.print(`${group(identity.gid)}\n`);
    else if (call.has('G')) await call.print(`${all(identity).map(group).join(' ')}\n`);
    else {
      const named = (number: number, name: string | undefined): string =>
        `${number}${name === undefined ? '' : `(${name})`}`;
      // A process without groups beside its own says nothing of groups.
      const isBare = identity.groups.length === 0 && call.operands.length === 0;
      const groups = isBare
        ? ''
        : ` groups=${all(identity)
            .map((gid) => named(gid, names.group(gid)))
            .join(',')}`;
      const main = named(identity.gid, names.group(identity.gid));
      await call.print(`uid=${named(identity.uid, user)} gid=${main}${groups}\n`);
    }
    return 0;
  },
});

function identityOf(call: Call, name: string | undefined): Identity {
  if (name === undefined) return call.process.user;
  const {files} = call.process;
  const user = usersIn(files).find((each) => each.name === name || (/^\d+$/.test(name) && each.uid === Number(name)));
  if (!user) throw new Failure(`unknown user ${name}`);
  return {uid: user.uid, gid: user.gid, groups: groupsOf(files, user.name)};
}

function all({gid, groups}: Identity): readonly number[] {
  return [gid, ...groups.filter((each) => each !== gid)];
}

export const whoami = defineApplet({
  names: ['whoami'],
  usage: '\n\nPrint the name of the user',
  operands: [0, 0],
  async run(call) {
    const {uid} = call.process.user;
    const name = ownerNames(call.process.files).user(uid);
    if (name === undefined) throw new Failure(`unknown uid ${uid}`);
    await call.print(`${name}\n`);
    return 0;
  },
});

export const logname = defineApplet({
  names: ['logname'],
  usage: '\n\nPrint the name of the user who logged in',
  async run(call) {
    const {terminal, env, user} = call.process;
    if (!terminal) throw new Failure('getlogin: No such file or directory');
    await call.print(`${env.get('LOGNAME') ?? ownerNames(call.process.files).user(user.uid) ?? user.uid}\n`);
    return 0;
  },
});

export const groups = defineApplet({
  names: ['groups'],
  usage: '[USER]\n\nPrint the groups USER is in, or you are in',
  operands: [0, 1],
  async run(call) {
    const names = ownerNames(call.process.files);
    const shown = all(identityOf(call, call.operands[0])).map((gid) => names.group(gid) ?? String(gid));
    await call.print(`${shown.join(' ')}\n`);
    return 0;
  },
});

export const who = defineApplet({
  names: ['who', 'w', 'users'],
  usage: '\n\nShow who is logged in; nobody logs in to a container',
  options: {short: 'aHu'},
  async run(call) {
    if (call.name === 'who') await call.print('USER\t\tTTY\t\tIDLE\tTIME\t\t HOST\n');
    return 0;
  },
});
