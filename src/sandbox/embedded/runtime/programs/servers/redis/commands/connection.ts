import type {RedisClient} from '../client.ts';
import type {RedisCall, RedisCommand} from '../command.ts';
import {parseInteger} from '../numbers.ts';
import {array, bulk, integer, nil, ok, RedisFault, type Reply} from '../reply.ts';
import {redisVersion} from '../version.ts';

export const connectionCommands: readonly RedisCommand[] = [
  {name: 'ping', arity: -1, run: ping},
  {name: 'echo', arity: 2, run: (call) => bulk(call.arg(0))},
  {name: 'quit', arity: -1, run: () => ok},
  {name: 'reset', arity: 1, run: reset},
  {
    name: 'select',
    arity: 2,
    run({client, server, args: [index = '']}) {
      server.requireDatabase(index);
      client.databaseIndex = Number(index);
      return ok;
    },
  },
  {name: 'auth', arity: -2, run: auth},
  {name: 'hello', arity: -1, run: hello},
  {name: 'client|getname', arity: 2, run: ({client}) => (client.name === '' ? nil : bulk(client.name))},
  {name: 'client|setname', arity: 3, run: setName},
  {name: 'client|setinfo', arity: 4, run: () => ok},
  {name: 'client|id', arity: 2, run: ({client}) => integer(client.id)},
  {name: 'client|info', arity: 2, run: (call) => bulk(`${describe(call, call.client)}\n`)},
  {
    name: 'client|list',
    arity: -2,
    run: (call) =>
      bulk(
        call.server
          .clients()
          .map((one) => `${describe(call, one)}\n`)
          .join(''),
      ),
  },
  {name: 'client|kill', arity: -3, run: kill},
  {name: 'client|no-evict', arity: 3, run: () => ok},
  {name: 'client|no-touch', arity: 3, run: () => ok},
];

function ping(call: RedisCall): Reply {
  if (call.args.length > 1) throw new RedisFault("ERR wrong number of arguments for 'ping' command");
  const [text] = call.args;
  // Whoever is subscribed gets a message, as everything else then is one.
  if (call.client.channels.size + call.client.patterns.size > 0) return array([bulk('pong'), bulk(text ?? '')]);
  return text === undefined ? {kind: 'simple', text: 'PONG'} : bulk(text);
}

function reset({client, server}: RedisCall): Reply {
  client.queue = undefined;
  client.watched.clear();
  client.channels.clear();
  client.patterns.clear();
  client.isMonitor = false;
  client.name = '';
  client.databaseIndex = 0;
  client.isAuthenticated = server.config.get('requirepass') === '';
  return {kind: 'simple', text: 'RESET'};
}

function auth({client, server, args}: RedisCall): Reply {
  if (args.length > 2) throw new RedisFault('ERR syntax error');
  const wanted = server.config.get('requirepass');
  const [user, password] = args.length === 2 ? args : ['default', args[0]];
  if (args.length === 1 && wanted === '')
    throw new RedisFault(
      'ERR AUTH <password> called without any password configured for the default user. ' +
        'Are you sure your configuration is correct?',
    );
  login({client, server}, user ?? '', password ?? '');
  return ok;
}

function login({client, server}: Pick<RedisCall, 'client' | 'server'>, user: string, password: string): void {
  if (user !== 'default' || password !== server.config.get('requirepass') || password === '')
    throw new RedisFault('WRONGPASS invalid username-password pair or user is disabled.');
  client.isAuthenticated = true;
}

function hello(call: RedisCall): Reply {
  const [version, ...options] = call.args;
  if (version !== undefined && parseInteger(version) === undefined)
    throw new RedisFault('ERR Protocol version is not an integer or out of range');
  // Of the newer protocol nothing is spoken here, and clients fall back by themselves.
  if (version !== undefined && version !== '2') throw new RedisFault('NOPROTO unsupported protocol version');
  const [word, user, password] = options;
  if (word?.toUpperCase() === 'AUTH') login(call, user ?? '', password ?? '');
  if (!call.client.isAuthenticated) throw notAuthenticated();
  return array([
    ...pair('server', 'redis'),
    ...pair('version', redisVersion),
    bulk('proto'),
    integer(2),
    bulk('id'),
    integer(call.client.id),
    ...pair('mode', 'standalone'),
    ...pair('role', 'master'),
    bulk('modules'),
    array([]),
  ]);
}

export function notAuthenticated(): RedisFault {
  return new RedisFault('NOAUTH Authentication required.');
}

function pair(name: string, value: string): readonly Reply[] {
  return [bulk(name), bulk(value)];
}

function setName({client, args: [name = '']}: RedisCall): Reply {
  if (/[^!-~]/.test(name))
    throw new RedisFault('ERR Client names cannot contain spaces, newlines or special characters.');
  client.name = name;
  return ok;
}

/** One line of `CLIENT LIST`. */
function describe(call: RedisCall, client: RedisClient): string {
  const seconds = (ms: number): number => Math.floor((call.now() - ms) / 1000);
  const {remote, local} = client;
  const subscriptions = client.channels.size + client.patterns.size;
  return (
    `id=${client.id} addr=${remote.address}:${remote.port} laddr=${local.address}:${local.port} fd=${client.id + 7} ` +
    `name=${client.name} age=${seconds(client.connectedMs)} idle=${seconds(client.lastMs)} ` +
    `flags=${subscriptions > 0 ? 'P' : client.isMonitor ? 'O' : 'N'} db=${client.databaseIndex} ` +
    `sub=${client.channels.size} psub=${client.patterns.size} ssub=0 multi=${client.queue?.length ?? -1} ` +
    `cmd=${client.lastCommand} user=default resp=2`
  );
}

function kill(call: RedisCall): Reply {
  const [first = '', second] = call.args;
  const isById = first.toUpperCase() === 'ID';
  const wanted = call.server
    .clients()
    .filter(({id, remote}) => (isById ? String(id) === second : `${remote.address}:${remote.port}` === first));
  for (const client of wanted) client.close();
  if (isById || first.toUpperCase() === 'ADDR') return integer(wanted.length);
  if (wanted.length === 0) throw new RedisFault('ERR No such client');
  return ok;
}
