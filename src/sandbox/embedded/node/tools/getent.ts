import {parseAddress} from '../../runtime/net/address.ts';
import {nameInHosts, resolveName} from '../../runtime/net/resolve.ts';
import type {Process, Program} from '../../runtime/process/process.ts';

/** Looks things up as the system does: host names, and the lines of /etc/passwd and /etc/group. https://man7.org/linux/man-pages/man1/getent.1.html */
export const getentProgram: Program = {name: 'getent', main: runGetent};

/** Nothing was found. */
const notFound = 2;

async function runGetent(process: Process): Promise<number> {
  const [database = '', ...keys] = process.argv.slice(1);
  switch (database) {
    case 'hosts':
    case 'ahosts':
    case 'ahostsv4':
      return hosts(process, keys);
    case 'passwd':
    case 'group':
      return lines(process, `/etc/${database}`, keys);
    default:
      await process.complain(database === '' ? 'getent: wrong number of arguments' : `Unknown database: ${database}`);
      return 1;
  }
}

async function hosts(process: Process, names: readonly string[]): Promise<number> {
  const {fabric, network} = process.space;
  let code = 0;
  for (const name of names) {
    const found = await process.wait(resolveName({files: process.files, fabric, network}, name));
    if (found.status !== 'found') {
      code = notFound;
      continue;
    }
    const shown = parseAddress(name) === undefined ? name : (nameInHosts(hostsText(process), name) ?? name);
    for (const address of found.addresses) await process.print(`${address.padEnd(15)} ${shown}\n`);
  }
  return code;
}

function hostsText({files}: Process): string {
  return files.stat('/etc/hosts') ? files.readText('/etc/hosts') : '';
}

async function lines(process: Process, path: string, keys: readonly string[]): Promise<number> {
  const all = process.files
    .readText(path)
    .split('\n')
    .filter((line) => line !== '');
  const wanted = keys.length === 0 ? all : all.filter((line) => keys.some((key) => matches(line, key)));
  for (const line of wanted) await process.print(`${line}\n`);
  return wanted.length === 0 ? notFound : 0;
}

function matches(line: string, key: string): boolean {
  const [name, , id] = line.split(':');
  return name === key || id === key;
}
