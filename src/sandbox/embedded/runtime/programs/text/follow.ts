import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import type {Input} from '../input.ts';

/** A file of `tail -f`; `input` is absent while there is none. */
export interface Followed {
  readonly path: string;
  input: Input | undefined;
}

/** Prints whatever is appended to some files, for ever. */
export async function follow(call: Call, followed: readonly Followed[], withNames: boolean): Promise<never> {
  const seconds = Number(call.options.value('s') ?? 1);
  if (!(seconds >= 0)) throw new Failure(`invalid number '${call.options.value('s')}'`);
  let last = followed.at(-1);
  for (;;) {
    await call.out.flush();
    await call.process.sleep(Math.max(10, seconds * 1000));
    for (const each of followed) {
      if (call.has('F')) await openAgain(call, each);
      const {input} = each;
      if (!input) continue;
      restartIfTruncated(call, input);
      for (let piece = await input.piece(); piece !== null; piece = await input.piece()) {
        if (withNames && each !== last) await call.print(`\n==> ${each.path} <==\n`);
        last = each;
        await call.send(piece);
      }
    }
  }
}

async function openAgain(call: Call, each: Followed): Promise<void> {
  const {files} = call.process;
  const now = files.stat(each.path);
  const before = each.input && call.process.descriptor(each.input.fd)?.name;
  if (now && before === now.path) return;
  if (!now) {
    if (each.input) await call.complain(`${each.path} has been renamed or deleted: No such file or directory`);
    each.input?.close();
    each.input = undefined;
    return;
  }
  await call.complain(`${each.path} has ${each.input ? 'been replaced' : 'appeared'}; following end of new file`);
  each.input?.close();
  each.input = await call.openOrComplain(each.path, {raw: true});
}

function restartIfTruncated(call: Call, {fd, path}: Input): void {
  const descriptor = call.process.descriptor(fd);
  const size = path === '-' ? undefined : call.process.files.stat(path)?.size;
  if (size !== undefined && size > 0 && descriptor?.position !== undefined && size < descriptor.position)
    descriptor.seek(0);
}
