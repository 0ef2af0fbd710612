/** What `stress` was asked. https://github.com/resurrecting-open-source-projects/stress */
export interface StressOptions {
  readonly cpu: number;
  readonly io: number;
  readonly vm: number;
  readonly hdd: number;
  readonly vmBytes: number;
  /** Seconds a worker keeps its memory: 0 for ever, undefined not at all. */
  readonly vmHang: number | undefined;
  readonly vmKeeps: boolean;
  readonly hddBytes: number;
  /** 0: no end. */
  readonly timeoutSeconds: number;
  readonly verbosity: 0 | 1 | 2;
  readonly isDry: boolean;
  readonly mode: 'run' | 'help' | 'version';
}

/** The command line makes no sense; the message is what stress prints behind its prefix. */
export class StressProblem extends Error {}

type Draft = {-readonly [Key in keyof StressOptions]: StressOptions[Key]};

/** Throws StressProblem. */
export function parseStressOptions(args: readonly string[]): StressOptions {
  const draft: Draft = {
    cpu: 0,
    io: 0,
    vm: 0,
    hdd: 0,
    vmBytes: 256 << 20,
    vmHang: undefined,
    vmKeeps: false,
    hddBytes: 1 << 30,
    timeoutSeconds: 0,
    verbosity: 1,
    isDry: false,
    mode: 'run',
  };
  const rest = [...args];
  if (rest.length === 0) draft.mode = 'help';
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) readOption(draft, word, rest);
  if (draft.mode === 'run' && draft.cpu + draft.io + draft.vm + draft.hdd === 0) draft.mode = 'help';
  return draft;
}

function readOption(draft: Draft, word: string, rest: string[]): void {
  const value = (): string => {
    const next = rest.shift();
    if (next === undefined) throw new StressProblem(`missing argument to option '${word}'`);
    return next;
  };
  switch (word) {
    case '-c':
    case '--cpu':
      draft.cpu = count(value());
      break;
    case '-i':
    case '--io':
      draft.io = count(value());
      break;
    case '-m':
    case '--vm':
      draft.vm = count(value());
      break;
    case '-d':
    case '--hdd':
      draft.hdd = count(value());
      break;
    case '-t':
    case '--timeout':
      draft.timeoutSeconds = seconds(value());
      break;
    case '--vm-bytes':
      draft.vmBytes = bytes(value());
      break;
    case '--vm-hang':
      draft.vmHang = seconds(value());
      break;
    case '--hdd-bytes':
      draft.hddBytes = bytes(value());
      break;
    case '--vm-stride':
    case '--backoff':
      value();
      break;
    default:
      readFlag(draft, word);
  }
}

function readFlag(draft: Draft, word: string): void {
  if (word === '--vm-keep') draft.vmKeeps = true;
  else if (word === '-v' || word === '--verbose') draft.verbosity = 2;
  else if (word === '-q' || word === '--quiet') draft.verbosity = 0;
  else if (word === '-n' || word === '--dry-run') draft.isDry = true;
  else if (word === '--version') draft.mode = 'version';
  else if (word === '-?' || word === '--help') draft.mode = 'help';
  else throw new StressProblem(`unrecognized option: ${word}`);
}

function count(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new StressProblem(`not a number: ${text}`);
  return Number(text);
}

function bytes(text: string): number {
  const [, digits, unit = 'b'] = /^(\d{1,9})([bkmgBKMG]?)$/.exec(text) ?? [];
  if (digits === undefined) throw new StressProblem(`unrecognized suffix: ${text.slice(-1)}`);
  return Number(digits) * ({k: 1024, m: 1024 ** 2, g: 1024 ** 3}[unit.toLowerCase()] ?? 1);
}

function seconds(text: string): number {
  const [, digits, unit = 's'] = /^(\d{1,9})([smhdy]?)$/.exec(text) ?? [];
  if (digits === undefined) throw new StressProblem(`unrecognized suffix: ${text.slice(-1)}`);
  return Number(digits) * ({m: 60, h: 3600, d: 86_400, y: 31_536_000}[unit] ?? 1);
}
