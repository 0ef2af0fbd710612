import {collectText} from '../../../bytes.ts';
import type {CommandFiles} from '../../../context.ts';
import type {DockerCall} from '../../app.ts';
import {errorOf} from '../../errors.ts';
import {containerFlags as flags} from './flags.ts';

/** Throws for a namespace mode that docker refuses before it asks the Engine. */
export function checkModes({get}: DockerCall): void {
  if (!/^(|host|container:.+)$/.test(get(flags.pid))) throw new Error('--pid: invalid PID mode');
  if (!/^(|host)$/.test(get(flags.uts))) throw new Error('--uts: invalid UTS mode');
  if (!/^(|host)$/.test(get(flags.userns))) throw new Error('--userns: invalid USER mode');
  if (!/^(|host|private)$/.test(get(flags.cgroupns))) throw new Error('--cgroupns: invalid CGROUP mode');
}

export interface RestartPolicy {
  readonly Name: string;
  readonly MaximumRetryCount: number;
}

/** Reads `on-failure:3`; throws in docker's words. */
export function parseRestartPolicy(given: string): RestartPolicy {
  const [, name = '', , count] = /^([^:]*)(:(.*))?$/s.exec(given) ?? [];
  if (count === undefined) return {Name: name, MaximumRetryCount: 0};
  if (name === '') throw new Error('invalid restart policy format: no policy provided before colon');
  if (!/^[+-]?\d+$/.test(count)) {
    throw new Error('invalid restart policy format: maximum retry count must be an integer');
  }
  return {Name: name, MaximumRetryCount: Number(count)};
}

/** Options of the storage driver, by name. */
export function parseStorageOptions(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((option) => {
      const [, key, value] = /^([^=]*)=(.*)$/s.exec(option) ?? [];
      if (key === undefined || value === undefined) throw new Error('invalid storage option');
      return [key, value] as const;
    }),
  );
}

/** What `--security-opt` comes to. */
export interface Security {
  readonly options: readonly string[] | null;
  readonly maskedPaths: readonly string[] | null;
  readonly readonlyPaths: readonly string[] | null;
}

/** Checks the options, reads a seccomp profile, and takes out what the API has a field of its own for. */
export async function securityOptions(given: readonly string[], files: CommandFiles): Promise<Security> {
  const options: string[] = [];
  for (const option of given) {
    const [, name, value] = /^([^=:]*)[=:](.*)$/s.exec(option) ?? [];
    if (name === undefined && option !== 'no-new-privileges')
      throw new Error(`Invalid --security-opt: ${JSON.stringify(option)}`);
    if (name === 'seccomp' && value !== undefined && value !== 'unconfined' && value !== 'builtin') {
      options.push(`seccomp=${await readProfile(value, files)}`);
    } else options.push(option);
  }
  const open = options.includes('systempaths=unconfined');
  const kept = options.filter((option) => option !== 'systempaths=unconfined');
  return {
    options: given.length === 0 ? null : kept,
    maskedPaths: open ? [] : null,
    readonlyPaths: open ? [] : null,
  };
}

async function readProfile(path: string, files: CommandFiles): Promise<string> {
  let profile: string;
  try {
    profile = await collectText(files.read(path));
  } catch (error) {
    throw new Error(`opening seccomp profile (${path}) failed: ${errorOf(error).message}`);
  }
  try {
    return JSON.stringify(JSON.parse(profile));
  } catch (error) {
    throw new Error(`compacting json for seccomp profile (${path}) failed: ${errorOf(error).message}`);
  }
}
