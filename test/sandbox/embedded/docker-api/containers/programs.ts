import {decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {readerDescriptor, writerDescriptor} from '../../../../../src/sandbox/embedded/runtime/process/descriptor.ts';
import type {Process, Program} from '../../../../../src/sandbox/embedded/runtime/process/process.ts';

/** A few small programs: what a container does, these tests say by them. */
const mains: {readonly [name: string]: (process: Process, args: readonly string[]) => Promise<number>} = {
  async sleep(process, [seconds = '0']) {
    await process.sleep(Number(seconds) * 1000);
    return 0;
  },
  async echo(process, args) {
    await process.print(`${args.join(' ')}\n`);
    return 0;
  },
  async complain(process, args) {
    await process.complain(args.join(' '));
    return 0;
  },
  async cat(process, paths) {
    for (const path of paths) await process.print(process.files.read(path));
    if (paths.length === 0)
      for (let bytes = await process.read(0); bytes; bytes = await process.read(0)) await process.print(bytes);
    return 0;
  },
  exit: async (_, [code = '0']) => Number(code),
  async env(process) {
    for (const [name, value] of process.env) await process.print(`${name}=${value}\n`);
    return 0;
  },
  async where(process) {
    const {uid, gid, groups} = process.user;
    await process.print(`${process.folder} ${uid} ${gid} ${groups.join(',')} ${process.space.hostname}\n`);
    return 0;
  },
  async write(process, [path = '', ...words]) {
    process.files.write(path, `${words.join(' ')}\n`);
    return 0;
  },
  async make(process, [path = '']) {
    process.files.makeDirectories(path);
    return 0;
  },
  async rm(process, [path = '']) {
    process.files.unlink(path);
    return 0;
  },
  async mounts(process) {
    for (const {path, readOnly, type} of process.files.mounts.list())
      await process.print(`${path} ${type} ${readOnly ? 'ro' : 'rw'}\n`);
    return 0;
  },
  async hog(process, [megabytes = '0']) {
    for (let held = 0; held <= Number(megabytes); held += 1) {
      process.holdMemory(held * 1024 * 1024);
      await process.breathe();
    }
    await process.sleep(1e9);
    return 0;
  },
  async polite(process, [code = '0']) {
    await new Promise<void>((resolve) => process.onSignal('SIGTERM', () => resolve()));
    await process.print('bye\n');
    return Number(code);
  },
  async tell(process, names) {
    for (const name of ['SIGHUP', 'SIGUSR1', 'SIGWINCH', 'SIGINT'] as const)
      process.onSignal(name, () => void process.print(`${name}\n`).catch(() => {}));
    await process.print(`ready ${names.join(' ')}\n`);
    await process.sleep(1e9);
    return 0;
  },
  async size(process) {
    const {terminal} = process;
    const show = (): Promise<void> =>
      process.print(terminal ? `${terminal.rows} ${terminal.columns}\n` : 'no terminal\n');
    process.onSignal('SIGWINCH', () => void show().catch(() => {}));
    await show();
    await process.sleep(1e9);
    return 0;
  },
  async count(process, [to = '0']) {
    for (let number = 1; number <= Number(to); number += 1) await process.print(`line ${number}\n`);
    return 0;
  },
  async yes(process) {
    for (;;) await process.print('y\n');
  },
  async ticks(process) {
    for (let tick = 1; ; tick += 1) {
      await process.print(`tick ${tick}\n`);
      await process.sleep(1000);
    }
  },
  async both(process) {
    await process.print('to out\n');
    await process.complain('to err');
    return 0;
  },
  async failing(process, [code = '1']) {
    await process.sleep(50);
    return Number(code);
  },
  async child(process) {
    process.spawn({argv: ['sleep', '1000']});
    await process.sleep(1e9);
    return 0;
  },
  /** Answers every connection with what it was sent, in capitals. */
  async shout(process, [port = '80']) {
    const listener = process.space.network.listen(Number(port));
    for (;;) {
      const {stream} = await listener.accept(process.signal);
      const input = process.adopt(readerDescriptor(stream.reader));
      const output = process.adopt(writerDescriptor(stream.writer));
      for (let bytes = await process.read(input); bytes; bytes = await process.read(input))
        await process.write(output, encode(decode(bytes).toUpperCase()));
      process.closeFd(output);
      process.closeFd(input);
    }
  },
};

export const testPrograms: readonly Program[] = Object.entries(mains).map(([name, main]) => ({
  name,
  main: (process) => main(process, process.argv.slice(1)),
}));
