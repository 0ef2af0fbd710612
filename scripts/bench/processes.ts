import {spawnSync} from 'node:child_process';

/** Wall milliseconds of a whole process, one run; throws when it fails. */
export function timeProcess(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  timeout = 60_000,
): number {
  const began = process.hrtime.bigint();
  const {status, stderr} = spawnSync(command, args, {env, timeout, encoding: 'utf8'});
  const ms = Number(process.hrtime.bigint() - began) / 1e6;
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr.trim().slice(0, 200)}`);
  return ms;
}

/** Samples of two processes in turn (A B A B ...), so that a machine that slows down slows both. */
export function inTurn(
  runs: number,
  a: () => number,
  b: () => number,
): {readonly a: readonly number[]; readonly b: readonly number[]} {
  a();
  b();
  const samples = {a: [] as number[], b: [] as number[]};
  for (let run = 0; run < runs; run += 1) {
    samples.a.push(a());
    samples.b.push(b());
  }
  return samples;
}
