import type {RedisCall, RedisCommand} from '../command.ts';
import {describeServer} from '../info.ts';
import {array, bulk, bulks, integer, ok, RedisFault, type Reply, syntaxFault} from '../reply.ts';

export const serverCommands: readonly RedisCommand[] = [
  {name: 'info', arity: -1, run: ({server, args}) => bulk(describeServer(server, args))},
  {name: 'time', arity: 1, run: time},
  {name: 'role', arity: 1, run: () => array([bulk('master'), integer(0), array([])])},
  {name: 'wait', arity: 3, run: () => integer(0)},
  {
    name: 'config|get',
    arity: -3,
    run: ({server, args}) => bulks(args.flatMap((name) => server.config.matching(name).flat())),
  },
  {name: 'config|set', arity: -4, run: configure},
  {name: 'config|resetstat', arity: 2, run: resetCounts},
  {
    name: 'config|rewrite',
    arity: 2,
    run: () => Promise.reject(new RedisFault('ERR The server is running without a config file')),
  },
  {name: 'command', arity: -1, run: () => array([])},
  {name: 'command|count', arity: 2, run: ({server}) => integer(server.commandCount)},
  {name: 'command|docs', arity: -2, run: () => array([])},
  {name: 'command|list', arity: -2, run: ({server}) => bulks(server.commandNames())},
  {name: 'save', arity: 1, run: save},
  {name: 'bgsave', arity: -1, run: backgroundSave},
  {name: 'lastsave', arity: 1, run: ({server}) => integer(Math.floor(server.lastSaveMs / 1000))},
  {name: 'shutdown', arity: -1, run: shutdown},
  {name: 'monitor', arity: 1, run: monitor},
  {name: 'slowlog|get', arity: -2, run: () => array([])},
  {name: 'slowlog|len', arity: 2, run: () => integer(0)},
  {name: 'slowlog|reset', arity: 2, run: () => ok},
  {name: 'latency|latest', arity: 2, run: () => array([])},
  {name: 'latency|reset', arity: -2, run: () => integer(0)},
  {name: 'memory|doctor', arity: 2, run: () => bulk('Hi Sam, this instance is empty or is using very little memory.')},
  {name: 'replicaof', arity: 3, run: replicaOf},
  {name: 'slaveof', arity: 3, run: replicaOf},
  {name: 'debug', arity: -2, run: () => Promise.reject(new RedisFault(noDebug))},
];

const noDebug =
  'ERR DEBUG command not allowed. If the enable-debug-command option is set to "local", you can run it from a local connection, ' +
  'otherwise you need to set this option in the configuration file, and then restart the server.';

function resetCounts({server}: RedisCall): Reply {
  server.resetCounts();
  return ok;
}

function monitor({client}: RedisCall): Reply {
  client.isMonitor = true;
  return ok;
}

function time(call: RedisCall): Reply {
  const ms = call.now();
  return bulks([String(Math.floor(ms / 1000)), String((ms % 1000) * 1000)]);
}

function configure({server, args}: RedisCall): Reply {
  if (args.length % 2 !== 0) throw new RedisFault("ERR wrong number of arguments for 'config|set' command");
  for (let at = 0; at < args.length; at += 2) server.config.change(args[at] ?? '', args[at + 1] ?? '');
  return ok;
}

async function save({server}: RedisCall): Promise<Reply> {
  if (!(await server.save())) throw new RedisFault('ERR');
  return ok;
}

async function backgroundSave({server}: RedisCall): Promise<Reply> {
  await server.saveInBackground();
  return {kind: 'simple', text: 'Background saving started'};
}

async function shutdown({server, client, args}: RedisCall): Promise<Reply> {
  const words = args.map((arg) => arg.toUpperCase());
  if (words.some((word) => !['NOSAVE', 'SAVE', 'NOW', 'FORCE', 'ABORT'].includes(word))) throw syntaxFault();
  const isDone = await server.shutDown('User requested shutdown...', {
    saves: words.includes('SAVE') ? 'always' : words.includes('NOSAVE') ? 'never' : 'as configured',
  });
  if (!isDone) throw new RedisFault('ERR Errors trying to SHUTDOWN. Check logs.');
  // Who asked sees the connection end, and no reply.
  client.close();
  return ok;
}

function replicaOf({args: [host = '', port = '']}: RedisCall): Reply {
  if (/^no$/i.test(host) && /^one$/i.test(port)) return ok;
  throw new RedisFault('ERR replication is not simulated by k8s-learn');
}
