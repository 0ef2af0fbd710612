/** What `redis-cli` was asked on its command line. */
export interface CliOptions {
  readonly host: string;
  readonly port: number;
  readonly password: string | undefined;
  readonly user: string | undefined;
  readonly database: number;
  readonly repeat: number;
  readonly intervalMs: number;
  /** How replies are written: as they are, or for people; undefined: as standard output is a terminal or not. */
  readonly raw: boolean | undefined;
  /** Errors make the exit code 1. */
  readonly failsOnError: boolean;
  readonly warns: boolean;
  readonly readsLast: boolean;
  readonly mode: 'command' | 'scan' | 'version' | 'help' | 'stat';
  readonly pattern: string;
  readonly words: readonly string[];
}

/** The command line makes no sense. */
export class CliProblem extends Error {}

interface Draft {
  host: string;
  port: number;
  password: string | undefined;
  user: string | undefined;
  database: number;
  repeat: number;
  intervalMs: number;
  raw: boolean | undefined;
  failsOnError: boolean;
  warns: boolean;
  readsLast: boolean;
  mode: CliOptions['mode'];
  pattern: string;
}

type Take = (draft: Draft, value: string) => void;

const withValue: {readonly [option: string]: Take} = {
  '-h': (draft, value) => Object.assign(draft, {host: value}),
  '-p': (draft, value) => Object.assign(draft, {port: Number(value)}),
  '-a': (draft, value) => Object.assign(draft, {password: value}),
  '--pass': (draft, value) => Object.assign(draft, {password: value}),
  '--user': (draft, value) => Object.assign(draft, {user: value}),
  '-n': (draft, value) => Object.assign(draft, {database: Number(value)}),
  '-r': (draft, value) => Object.assign(draft, {repeat: value === '-1' ? Number.POSITIVE_INFINITY : Number(value)}),
  '-i': (draft, value) => Object.assign(draft, {intervalMs: Number(value) * 1000}),
  '--pattern': (draft, value) => Object.assign(draft, {pattern: value}),
  '-u': takeUrl,
};

const bare: {readonly [option: string]: (draft: Draft) => void} = {
  '--raw': (draft) => Object.assign(draft, {raw: true}),
  '--no-raw': (draft) => Object.assign(draft, {raw: false}),
  '-e': (draft) => Object.assign(draft, {failsOnError: true}),
  '-x': (draft) => Object.assign(draft, {readsLast: true}),
  '--no-auth-warning': (draft) => Object.assign(draft, {warns: false}),
  '--scan': (draft) => Object.assign(draft, {mode: 'scan'}),
  '-v': (draft) => Object.assign(draft, {mode: 'version'}),
  '--version': (draft) => Object.assign(draft, {mode: 'version'}),
  '--help': (draft) => Object.assign(draft, {mode: 'help'}),
  '-c': () => {},
  '-2': () => {},
  '-3': () => {},
};

/** https://redis.io/docs/latest/develop/tools/cli/ Throws CliProblem. */
export function parseCliOptions(args: readonly string[], env: ReadonlyMap<string, string>): CliOptions {
  const draft: Draft = {
    host: '127.0.0.1',
    port: 6379,
    password: env.get('REDISCLI_AUTH'),
    user: undefined,
    database: 0,
    repeat: 1,
    intervalMs: 0,
    raw: undefined,
    failsOnError: false,
    warns: !env.has('REDISCLI_AUTH'),
    readsLast: false,
    mode: 'command',
    pattern: '*',
  };
  const rest = [...args];
  while (rest[0]?.startsWith('-') && rest[0] !== '-') {
    const word = rest.shift() ?? '';
    const take = withValue[word];
    const set = bare[word];
    if (set) set(draft);
    else if (take && rest.length > 0) take(draft, rest.shift() ?? '');
    else if (word === '-h') draft.mode = 'help';
    else throw new CliProblem(`Unrecognized option or bad number of args for: '${word}'`);
  }
  return {...draft, words: rest};
}

/** `redis://user:password@host:port/database` */
function takeUrl(draft: Draft, url: string): void {
  const [, user, password, host, port, database] =
    /^redis:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^:/]*)(?::(\d+))?(?:\/(\d+))?$/.exec(url) ?? [];
  if (host === undefined) throw new CliProblem(`Invalid URI: ${url}`);
  if (password !== undefined) Object.assign(draft, {password, user: user === '' ? undefined : user});
  if (host !== '') draft.host = host;
  if (port !== undefined) draft.port = Number(port);
  if (database !== undefined) draft.database = Number(database);
}
