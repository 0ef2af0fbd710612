import type {Process} from '../../runtime/process/process.ts';
import type {NodeContainer} from '../containers/node-container.ts';
import type {PodSandbox} from '../containers/sandbox.ts';
import type {Machine} from '../machine.ts';

/** One call of crictl: where it is, and what it was told. */
export interface CrictlRun {
  readonly process: Process;
  readonly machine: Machine;
  /** By name without dashes; the letter where one was given. */
  readonly flags: ReadonlyMap<string, string>;
  readonly names: readonly string[];
}

/** What goes wrong is thrown: a CrictlFailure, or an ImageRefusal. */
export type CrictlVerb = (run: CrictlRun) => Promise<void>;

/** What crictl ends with, in its words. */
export class CrictlFailure extends Error {}

const withValue = new Set(
  'name label state pod namespace output o n last image tail since p s runtime-endpoint image-endpoint r i timeout t id'.split(
    ' ',
  ),
);

export function parseArguments(args: readonly string[]): Pick<CrictlRun, 'flags' | 'names'> {
  const flags = new Map<string, string>();
  const names: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    const [, name, value] = /^--?([\w-]+)(?:=(.*))?$/s.exec(arg) ?? [];
    // What stands behind a name is no option of crictl's: `crictl exec ID ls -l`.
    if (name === undefined || arg === '-' || names.length > 1) names.push(arg);
    else if (value !== undefined) flags.set(name, value);
    else if (withValue.has(name)) {
      flags.set(name, args[index + 1] ?? '');
      index += 1;
    } else for (const letter of arg.startsWith('--') ? [name] : name) flags.set(letter, 'true');
  }
  return {flags, names};
}

export function requireContainer({machine}: CrictlRun, id: string): NodeContainer {
  const found = machine.runtime.container(id);
  if (!found) throw new CrictlFailure(notFound('container', id));
  return found;
}

export function requireSandbox({machine}: CrictlRun, id: string): PodSandbox {
  const found = machine.runtime.sandbox(id);
  if (!found) throw new CrictlFailure(notFound('sandbox', id));
  return found;
}

function notFound(what: string, id: string): string {
  return `rpc error: code = NotFound desc = an error occurred when try to find ${what} "${id}": not found`;
}

/** A table with columns as crictl lays them out: 20 wide at least, three blanks between. */
export function tableText(rows: readonly (readonly string[])[], least = 20): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({length: columns}, (_, column) =>
    Math.max(least, ...rows.map((row) => (row[column] ?? '').length + 3)),
  );
  const lines = rows.map((row) =>
    row.map((cell, column) => (column === columns - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join(''),
  );
  return `${lines.join('\n')}\n`;
}
