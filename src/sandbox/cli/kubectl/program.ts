import {encodeText} from '../bytes.ts';
import {argsProblem, type Program} from '../cobra/command.ts';
import type {Flag} from '../cobra/flag.ts';
import {bool} from '../cobra/flag-kinds.ts';
import {type Located, locate} from '../cobra/locate.ts';
import {FlagError, type ParsedFlags, parseFlags} from '../cobra/parse-flags.ts';
import type {CommandContext} from '../context.ts';
import {createKubectl, type Kubectl} from './app.ts';
import {Discovery} from './client/discovery.ts';
import {KubeApi} from './client/kube-api.ts';
import {errorOf, errorText, exitCodeOf} from './errors.ts';
import type {GlobalFlags} from './global-flags.ts';
import type {GlobalOptions} from './global-options.ts';
import {groupsText, helpText, optionsText} from './help.ts';
import {type ClientConfig, clientConfig} from './kubeconfig/client-config.ts';
import {unknownCommand} from './suggest.ts';

const help = bool('help', {short: 'h', usage: 'help for this command', hidden: true});

/** Finds the command that is meant and runs it; resolves with the exit code. */
export async function runKubectlProgram(
  program: Program<Kubectl>,
  context: CommandContext,
  flags: GlobalFlags,
): Promise<number> {
  const say = (text: string) => context.stderr.write(encodeText(text.endsWith('\n') ? text : `${text}\n`));
  const tell = (text: string) => context.stdout.write(encodeText(text));
  const [first, ...rest] = context.argv;
  if (first === 'help') return helpFor(program, rest, {say, tell});
  if (first === '__complete' || first === '__completeNoDesc') return answerShell(program, context, flags);
  const place = await locate(program, context.argv);
  const own = [...program.flags, ...(place.command?.flags ?? []), help];
  const parsed = parseOr(place.argv, own);
  if (typeof parsed === 'string') {
    await say(`error: ${parsed}\nSee '${place.path} --help' for usage.`);
    return 1;
  }
  if (parsed.get(help)) return done(tell(helpText(program, place)));
  if (place.path === 'kubectl options') return done(tell(optionsText(program.flags)));
  if (place.command === undefined) return bare(program, place, {parsed, say, tell});
  const problem = argsProblem(place.command.args, parsed.args.length);
  if (problem !== undefined) {
    await say(`error: ${problem}\nSee '${place.path} -h' for help and examples`);
    return 1;
  }
  return perform(place, kubectlFor(context, place.path, optionsOf(withoutOwn(parsed, place.command.flags), flags)), {
    parsed,
    say,
  });
}

interface Voices {
  readonly parsed: ParsedFlags;
  readonly say: (text: string) => Promise<void>;
}

async function perform(place: Located<Kubectl>, app: Kubectl, {parsed, say}: Voices): Promise<number> {
  const {args, argsBeforeDash, get, changed} = parsed;
  try {
    return (await place.command?.run({app, path: place.path, args, argsBeforeDash, get, changed})) ?? 0;
  } catch (thrown) {
    const error = errorOf(thrown);
    const text = errorText(error, place.path);
    if (text !== '') await say(text);
    return exitCodeOf(error);
  }
}

/** A group, or the program itself, with no command of its own. */
async function bare(
  program: Program<Kubectl>,
  place: Located<Kubectl>,
  {parsed, say, tell}: Voices & {readonly tell: (text: string) => Promise<void>},
): Promise<number> {
  const [word] = parsed.args;
  if (word === undefined) {
    await tell(helpText(program, place));
    return place.entry === undefined ? 0 : 1;
  }
  await say(
    place.entry === undefined
      ? unknownCommand(word, program.entries)
      : `error: unknown command ${JSON.stringify(word)}\nSee '${place.path} -h' for help and examples`,
  );
  return 1;
}

/** Answers a shell that asks how a line may go on; what is typed so far need not be right. */
async function answerShell(program: Program<Kubectl>, context: CommandContext, flags: GlobalFlags): Promise<number> {
  const {complete} = await import('./completion/complete.ts');
  const [, ...line] = context.argv;
  const place = await locate(program, line.slice(0, -1));
  const own = [...program.flags, ...(place.command?.flags ?? []), help];
  const tries = [line.slice(0, -1), line.slice(0, -2), []].map((words) => parseOr(words, own));
  const parsed = tries.find((one) => typeof one !== 'string');
  if (parsed === undefined || typeof parsed === 'string') return 0;
  return complete(kubectlFor(context, 'kubectl __complete', optionsOf(parsed, flags)), program, line);
}

async function helpFor(
  program: Program<Kubectl>,
  words: readonly string[],
  {say, tell}: Pick<Voices, 'say'> & {readonly tell: (text: string) => Promise<void>},
): Promise<number> {
  const [topic] = words;
  const place = await locate(program, words);
  if (topic !== undefined && place.entry === undefined) {
    return done(say(`Unknown help topic [\`${topic}\`]\n\n\n${groupsText(program)}`));
  }
  return done(tell(place.path === 'kubectl options' ? optionsText(program.flags) : helpText(program, place)));
}

async function done(told: Promise<void>): Promise<number> {
  await told;
  return 0;
}

function parseOr(argv: readonly string[], flags: readonly Flag<unknown>[]): ParsedFlags | string {
  try {
    return parseFlags(argv, {flags, stopsAtFirst: false});
  } catch (error) {
    if (error instanceof FlagError) return error.message;
    throw error;
  }
}

/** What was given but for the flags of the command's own: `--user` of a role binding is no user of the kubeconfig. */
function withoutOwn({get, changed, ...rest}: ParsedFlags, own: readonly Flag<unknown>[]): ParsedFlags {
  const names = new Set(own.map(({name}) => name));
  return {
    ...rest,
    get: (flag) => (names.has(flag.name) ? flag.read([]) : get(flag)),
    changed: (flag) => !names.has(flag.name) && changed(flag),
  };
}

function optionsOf({get, changed}: ParsedFlags, flags: GlobalFlags): GlobalOptions {
  return {
    kubeconfig: get(flags.kubeconfig),
    context: get(flags.context),
    cluster: get(flags.cluster),
    user: get(flags.user),
    server: get(flags.server),
    token: get(flags.token),
    username: get(flags.username),
    password: get(flags.password),
    namespace: get(flags.namespace),
    certificateAuthority: get(flags.certificateAuthority),
    clientCertificate: get(flags.clientCertificate),
    clientKey: get(flags.clientKey),
    tlsServerName: get(flags.tlsServerName),
    insecure: changed(flags.insecure) ? get(flags.insecure) : undefined,
    as: get(flags.as),
    asGroups: get(flags.asGroup),
    asUid: get(flags.asUid),
    requestTimeout: get(flags.requestTimeout),
    warningsAsErrors: get(flags.warningsAsErrors),
  };
}

function kubectlFor(context: CommandContext, path: string, options: GlobalOptions): Kubectl {
  let config: Promise<ClientConfig> | undefined;
  const readOnce = () => {
    config ??= clientConfig(context, options);
    return config;
  };
  const {warningsAsErrors} = options;
  const api = new KubeApi({context, config: readOnce, path, session: randomId(context), warningsAsErrors});
  const discovery = new Discovery(api, (text) => context.stderr.write(encodeText(text)));
  return createKubectl({context, options, path, api, discovery, clientConfig: readOnce});
}

/** A version 4 UUID. */
function randomId({random}: CommandContext): string {
  const bytes = random(16);
  const hex = [...bytes]
    .map((byte, index) => (index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte))
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
