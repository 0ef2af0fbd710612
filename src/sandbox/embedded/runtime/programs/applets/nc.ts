import {isSystemError, SystemError} from '../../../system-error.ts';
import type {Connection} from '../../net/stack.ts';
import {OpenFile} from '../../process/descriptor.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {addressOf, dial, portNumber, socketDescriptor, socketOf} from '../net/dialing.ts';
import {relay} from '../net/relay.ts';
import {durationMs} from '../processes/running.ts';
import {Deadline} from '../servers/deadline.ts';
import {type ListeningSocket, listenOn} from '../servers/listening-socket.ts';
import {spawnWith} from '../spawning.ts';

export const nc = defineApplet({
  names: ['nc', 'netcat'],
  usage: `[OPTIONS] HOST PORT  - connect
nc [OPTIONS] -l -p PORT [HOST] [PORT]  - listen

	-e PROG	Run PROG on the connection (must be the last option)
	-l	Wait for a connection
	-lk	With -e, for one after the other
	-p PORT	Local port
	-w SEC	Give up after SEC seconds without a connection, or without anything coming in
	-v	Say what happens
	-z	Only connect
	-n	HOST is an address`,
  options: {short: '+lkp:w:vzne:s:i:uo:'},
  rewrite: programLast,
  async run(call) {
    if (call.has('u')) throw new Failure('UDP is not part of this simulation');
    if (call.has('l')) return listen(call);
    const [host, port] = call.operands;
    if (host === undefined || port === undefined) throw new UsageError('');
    return connect(call, host, portNumber(port));
  },
});

/** Options may stand behind HOST and PORT; with -e everything behind it is the program. */
function programLast(args: readonly string[]): readonly string[] {
  const at = args.indexOf('-e');
  const [own, program] = at < 0 ? [args, []] : [args.slice(0, at), args.slice(at + 1)];
  const isValue = (index: number): boolean => /^-[a-z]*[pwsio]$/.test(own[index - 1] ?? '');
  const options = own.filter((word, index) => word.startsWith('-') || isValue(index));
  const operands = own.filter((word, index) => !word.startsWith('-') && !isValue(index));
  const [first, ...rest] = program;
  return [
    ...options,
    ...(first === undefined ? [] : ['-e', first]),
    '--',
    ...operands,
    ...rest.map((word) => `\0${word}`),
  ];
}

function programOf(call: Call): readonly string[] | undefined {
  const name = call.options.value('e');
  if (name === undefined) return undefined;
  return [name, ...call.operands.filter((word) => word.startsWith('\0')).map((word) => word.slice(1))];
}

function patience(call: Call): number | undefined {
  const text = call.options.value('w');
  const ms = text === undefined ? undefined : durationMs(text);
  if (text !== undefined && ms === undefined) throw new Failure(`invalid number '${text}'`);
  return ms;
}

async function connect(call: Call, host: string, port: number): Promise<number> {
  const {process} = call;
  const address = await addressOf(call, host);
  const timeoutMs = patience(call);
  try {
    const connection = await dial(process, {address, port}, timeoutMs);
    if (call.has('v')) await process.complain(`${host} (${address}:${port}) open`);
    if (call.has('z')) {
      connection.stream.writer.close();
      connection.stream.reader.close();
      return 0;
    }
    return await serve(call, connection);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    // A scan with one -v says nothing of what refuses.
    const isSaid = call.options.count('v') > 1 || (call.has('v') && error.code !== 'ECONNREFUSED');
    if (isSaid) await call.complain(`${host} (${address}:${port}): ${error.message}`);
    return 1;
  }
}

async function listen(call: Call): Promise<number> {
  const {process} = call;
  const own = call.options.value('p') ?? call.operands.findLast((word) => /^\d+$/.test(word)) ?? '0';
  const socket = openListener(call, portNumber(own));
  if (call.has('v')) await process.complain(`listening on ${socket.listener.address}:${socket.listener.port} ...`);
  for (;;) {
    const connection = await accept(call, socket);
    if (!call.has('k')) process.closeFd(socket.fd);
    if (call.has('v'))
      await process.complain(
        `connect to ${connection.local.address}:${connection.local.port} from ${connection.remote.address}:${connection.remote.port} (${connection.remote.address}:${connection.remote.port})`,
      );
    const code = await serve(call, connection);
    if (!call.has('k')) return code;
  }
}

function openListener(call: Call, port: number): ListeningSocket {
  try {
    return listenOn(call.process, port, call.options.value('s') ?? '0.0.0.0');
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new Failure(`bind: ${error.message}`);
  }
}

async function accept(call: Call, {listener}: ListeningSocket): Promise<Connection> {
  const {process} = call;
  const ms = patience(call);
  if (ms === undefined) return process.wait(listener.accept(process.signal));
  try {
    return await new Deadline(process, ms, new SystemError('ETIMEDOUT')).during((signal) => listener.accept(signal));
  } catch (error) {
    if (isSystemError(error, 'ETIMEDOUT')) throw new Failure('timeout');
    throw error;
  }
}

async function serve(call: Call, connection: Connection): Promise<number> {
  const {process} = call;
  const program = programOf(call);
  if (program) {
    const file = new OpenFile(socketDescriptor(connection));
    const child = spawnWith(process, program, {0: file, 1: file.share(), 2: file.share()});
    return (await process.waitFor(child)).code;
  }
  const idleMs = patience(call);
  const socket = socketOf(process, connection);
  await relay(process, socket, idleMs === undefined ? {} : {idleMs});
  socket.close();
  return 0;
}
