import {encode} from '../../../bytes/bytes.ts';
import {isSystemError} from '../../../system-error.ts';
import type {HeaderPair} from '../../http/headers.ts';
import {type ServerAnswer, type ServerRequest, serveConnection} from '../../http/server.ts';
import type {Connection} from '../../net/stack.ts';
import type {Process, Program} from '../../process/process.ts';
import {dateParts, httpDate} from './dates.ts';
import {acceptAll, listenOn} from './listening-socket.ts';

/** Says who answers and who has asked. https://github.com/traefik/whoami */
export const whoamiProgram: Program = {name: 'whoami-server', memoryBytes: 4 << 20, main: runWhoami};

interface Settings {
  readonly port: number;
  readonly name: string;
  readonly verbose: boolean;
}

async function runWhoami(process: Process): Promise<number> {
  const settings = settingsOf(process);
  if (typeof settings === 'string') {
    await process.complain(settings);
    return 2;
  }
  try {
    const {listener} = listenOn(process, settings.port);
    await log(process, `Starting up on port ${settings.port}`);
    const ended = new Promise<number>((resolve) => {
      for (const name of ['SIGTERM', 'SIGINT'] as const) process.onSignal(name, () => resolve(2));
    });
    void acceptAll(process, listener, (connection) => serve(process, settings, connection));
    return await process.wait(ended);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await log(process, `listen tcp :${settings.port}: bind: ${error.message.toLowerCase()}`);
    return 1;
  }
}

/** Flags over the environment; a sentence when they make no sense. */
function settingsOf({argv, env}: Process): Settings | string {
  const given = new Map<string, string>();
  const args = argv.slice(1);
  for (let at = 0; at < args.length; at += 1) {
    const [, name = '', value] = /^--?([a-z]+)(?:=(.*))?$/.exec(args[at] ?? '') ?? [];
    if (!['port', 'name', 'verbose', 'cert', 'key', 'ca'].includes(name))
      return `flag provided but not defined: ${args[at]}`;
    if (name === 'verbose') given.set(name, value ?? 'true');
    else {
      given.set(name, value ?? args[at + 1] ?? '');
      if (value === undefined) at += 1;
    }
  }
  const port = Number(given.get('port') ?? env.get('WHOAMI_PORT_NUMBER') ?? 80);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return 'invalid value for flag -port';
  return {port, name: given.get('name') ?? env.get('WHOAMI_NAME') ?? '', verbose: given.get('verbose') === 'true'};
}

async function log(process: Process, text: string): Promise<void> {
  const {year, month, day, time} = dateParts(process.now());
  await process.complain(`${year}/${month}/${day} ${time} ${text}`);
}

function serve(process: Process, settings: Settings, connection: Connection): Promise<void> {
  return serveConnection(connection.stream, {
    signal: process.signal,
    async answer(request) {
      await process.breathe();
      const {address, port} = connection.remote;
      if (settings.verbose)
        await log(process, `${address}:${port} - - "${request.method} ${request.target} HTTP/${request.version}" - -`);
      return answerOf(process, settings, request, `${address}:${port}`);
    },
  });
}

function answerOf(process: Process, settings: Settings, request: ServerRequest, remote: string): ServerAnswer {
  const [path] = request.target.split('?');
  const answer = (type: string, text: string, status = 200): ServerAnswer => ({
    status,
    headers: [
      ['Date', httpDate(process.now())],
      ['Content-Length', String(encode(text).length)],
      ['Content-Type', type],
    ],
    body: encode(text),
  });
  const plain = 'text/plain; charset=utf-8';
  switch (path) {
    case '/api':
      return answer('application/json', `${JSON.stringify(facts(process, settings, request, remote))}\n`);
    case '/health':
      return {status: 200, headers: [['Date', httpDate(process.now())]]};
    case '/bench':
      return answer(plain, '1');
    default:
      return answer(plain, description(process, settings, request, remote));
  }
}

function addresses({space}: Process): readonly string[] {
  return ['127.0.0.1', ...space.network.interfaces.map(({address}) => address)];
}

function description(process: Process, {name}: Settings, request: ServerRequest, remote: string): string {
  const {method, target, version, headers} = request;
  const host = headers.get('host') ?? '';
  // Go writes the host first and the others by name.
  const others = [...headers.without('host').pairs].sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    ...(name === '' ? [] : [`Name: ${name}`]),
    `Hostname: ${process.space.hostname}`,
    ...addresses(process).map((address) => `IP: ${address}`),
    `RemoteAddr: ${remote}`,
    `${method} ${target} HTTP/${version}`,
    `Host: ${host}`,
    ...others.map(([header, value]: HeaderPair) => `${header}: ${value}`),
    '',
    '',
  ].join('\n');
}

function facts(process: Process, {name}: Settings, {headers, target, method}: ServerRequest, remote: string): object {
  const names = [...new Set(headers.without('host').pairs.map(([header]) => header))].sort();
  return {
    hostname: process.space.hostname,
    ip: addresses(process),
    headers: Object.fromEntries(names.map((header) => [header, headers.all(header)])),
    url: target,
    host: headers.get('host') ?? '',
    method,
    ...(name === '' ? {} : {name}),
    remoteAddr: remote,
  };
}
