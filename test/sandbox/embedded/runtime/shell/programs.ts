import {decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import type {Process, Program} from '../../../../../src/sandbox/embedded/runtime/process/process.ts';
import {echoBytes} from '../../../../../src/sandbox/embedded/runtime/programs/shared/echo.ts';
import {shellProgram} from '../../../../../src/sandbox/embedded/runtime/shell/program.ts';

/** The few commands scripts in these tests call, each as small as it can be; the real ones are not the shell's. */
export const programs: readonly Program[] = [
  shellProgram,
  define('cat', async (process, args) => {
    if (args.length === 0) for await (const bytes of input(process)) await process.print(bytes);
    for (const path of args) await process.print(process.files.read(path));
    return 0;
  }),
  define('chmod', (process, [mode = '', ...paths]) => {
    for (const path of paths) process.files.change(path, {mode: mode === '+x' ? 0o755 : Number.parseInt(mode, 8)});
    return 0;
  }),
  define('echo', async (process, args) => {
    await process.print(echoBytes(args));
    return 0;
  }),
  define('env', async (process) => {
    for (const [name, value] of process.env) await process.print(`${name}=${value}\n`);
    return 0;
  }),
  define('grep', async (process, args) => {
    const counts = args[0] === '-c';
    const pattern = new RegExp(args[counts ? 1 : 0] ?? '');
    const lines = decode(await all(process))
      .split('\n')
      .slice(0, -1)
      .filter((line) => pattern.test(line));
    const text = counts ? `${lines.length}\n` : lines.map((line) => `${line}\n`).join('');
    await process.print(text);
    return lines.length > 0 ? 0 : 1;
  }),
  define('head', async (process, [option = '-1']) => {
    let left = Number(option.slice(1));
    while (left > 0) {
      const byte = await process.read(0, 1);
      if (!byte) break;
      await process.print(byte);
      if (byte[0] === 0x0a) left -= 1;
    }
    return 0;
  }),
  define('ls', async (process, args) => {
    const missing = args.filter((path) => !process.files.stat(path));
    for (const path of missing) await process.complain(`ls: ${path}: No such file or directory`);
    const names = missing.length > 0 ? [] : process.files.list(args[0] ?? '.');
    for (const name of names) if (!name.startsWith('.')) await process.print(`${name}\n`);
    return missing.length > 0 ? 1 : 0;
  }),
  define('ln', (process, [, target = '', path = '']) => {
    process.files.makeSymlink(path, target);
    return 0;
  }),
  define('mkdir', (process, args) => {
    for (const path of args) if (path !== '-p') process.files.makeDirectories(path);
    return 0;
  }),
  define('od', async (process) => {
    const bytes = [...(await all(process))].map((byte) => byte.toString(8).padStart(3, '0'));
    await process.print(`${bytes.join(' ')}\n`);
    return 0;
  }),
  define('rm', (process, args) => {
    for (const path of args) if (path !== '-f') process.files.unlink(path);
    return 0;
  }),
  define('seq', async (process, [last = '1']) => {
    for (let number = 1; number <= Number(last); number += 1) await process.print(`${number}\n`);
    return 0;
  }),
  define('sleep', async (process, [seconds = '0']) => {
    await process.sleep(Number(seconds) * 1000);
    return 0;
  }),
  define('sort', async (process) => {
    const lines = decode(await all(process))
      .split('\n')
      .slice(0, -1)
      .sort();
    await process.print(lines.map((line) => `${line}\n`).join(''));
    return 0;
  }),
  define('touch', (process, args) => {
    for (const path of args) if (path !== '--') process.files.write(path, '', {append: true});
    return 0;
  }),
  define('tr', async (process, [from = '', to = '']) => {
    const text = decode(await all(process));
    await process.print(
      [...text].map((character) => (from.includes(character) ? to[from.indexOf(character)] : character)).join(''),
    );
    return 0;
  }),
  define('wc', async (process) => {
    const bytes = await all(process);
    await process.print(`${bytes.filter((byte) => byte === 0x0a).length}\n`);
    return 0;
  }),
  define('yes', async (process) => {
    for (;;) await process.print(encode('y\n'.repeat(512)));
  }),
];

function define(name: string, run: (process: Process, args: readonly string[]) => Promise<number> | number): Program {
  return {name, main: async (process) => run(process, process.argv.slice(1))};
}

async function* input(process: Process): AsyncGenerator<Uint8Array> {
  for (let bytes = await process.read(0); bytes; bytes = await process.read(0)) yield bytes;
}

async function all(process: Process): Promise<Uint8Array> {
  const parts: number[] = [];
  for await (const bytes of input(process)) parts.push(...bytes);
  return Uint8Array.from(parts);
}
