import type {ByteStream} from '../../../../../../src/sandbox/embedded/bytes/pipe.ts';
import type {ManualClock} from '../../../../../../src/sandbox/embedded/clock.ts';
import {redisServerProgram} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/redis/redis-server.ts';
import {decodeBytes, encodeBytes} from '../../../../../../src/sandbox/embedded/runtime/programs/text/codec.ts';
import {createMachine, type Machine, manualClock, type RanProcess, type RunOptions} from '../../../rig.ts';

export interface RunningRedis {
  readonly machine: Machine;
  readonly clock: ManualClock;
  readonly server: RanProcess;
  /** Sends bytes on the first connection and gives what has come back once nothing happens any more. */
  ask(text: string): Promise<string>;
  connect(): Peer;
}

/** Another connection to the server. */
export interface Peer {
  ask(text: string): Promise<string>;
  /** What came back since the last time. */
  heard(): Promise<string>;
  readonly stream: ByteStream;
}

/** A machine with Redis that has been started, its clock moved by hand. */
export async function openRedis(
  args: readonly string[] = [],
  run: RunOptions = {},
  on: {readonly machine?: Machine; readonly clock?: ManualClock} = {},
): Promise<RunningRedis> {
  const clock = on.clock ?? manualClock();
  const machine = on.machine ?? createMachine({programs: [redisServerProgram], clock});
  machine.lay({'/usr/local/bin/redis-server': 'program:redis-server', '/data/.keep': ''});
  const server = machine.start(['redis-server', ...args], {folder: '/data', ...run});
  await clock.settle();
  const connect = (): Peer => {
    const {stream} = machine.space.fabric.toStack(machine.space.network, 6379);
    let text = '';
    void (async () => {
      for (let bytes = await stream.reader.read(); bytes; bytes = await stream.reader.read())
        text += decodeBytes(bytes);
    })();
    const heard = async (): Promise<string> => {
      await clock.settle();
      const all = text;
      text = '';
      return all;
    };
    return {
      stream,
      heard,
      async ask(sent) {
        await stream.writer.write(encodeBytes(sent));
        return heard();
      },
    };
  };
  let first: Peer | undefined;
  return {
    machine,
    clock,
    server,
    connect,
    ask(sent) {
      first ??= connect();
      return first.ask(sent);
    },
  };
}
