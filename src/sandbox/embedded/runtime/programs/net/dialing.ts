import type {ByteStream} from '../../../bytes/pipe.ts';
import {isSystemError, SystemError} from '../../../system-error.ts';
import {resolveName} from '../../net/resolve.ts';
import type {Connection} from '../../net/stack.ts';
import type {Descriptor} from '../../process/descriptor.ts';
import {notSeekable} from '../../process/descriptor.ts';
import type {Process} from '../../process/process.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {Deadline} from '../servers/deadline.ts';

/** The first address of a host. Throws Failure in busybox's words. */
export async function addressOf(call: Call, host: string): Promise<string> {
  const {process} = call;
  const {fabric, network} = process.space;
  const found = await process.wait(resolveName({files: process.files, fabric, network}, host));
  const [address] = found.status === 'found' ? found.addresses : [];
  if (address === undefined) throw new Failure(`bad address '${host}'`);
  return address;
}

/** Connects, within a time when one is given. Throws SystemError, ETIMEDOUT among them. */
export async function dial(
  process: Process,
  to: {readonly address: string; readonly port: number},
  timeoutMs?: number,
): Promise<Connection> {
  const {fabric, network} = process.space;
  const connect = (signal: AbortSignal): Promise<Connection> => fabric.connect(network, to, signal);
  if (timeoutMs === undefined) return process.wait(connect(process.signal));
  return new Deadline(process, timeoutMs, new SystemError('ETIMEDOUT', to.address)).during(connect);
}

/** A connection that a process has: it ends with the process, like everything it has open. */
export interface ProcessSocket {
  readonly stream: ByteStream;
  close(): void;
}

export function socketOf(process: Process, connection: Connection): ProcessSocket {
  const {stream} = connection;
  const fd = process.adopt(socketDescriptor(connection));
  return {
    stream: {
      reader: {
        read: (max, signal) => process.wait(stream.reader.read(max, signal ?? process.signal)),
        close: () => stream.reader.close(),
      },
      writer: {
        write: (bytes, signal) => process.wait(stream.writer.write(bytes, signal ?? process.signal)),
        close: () => stream.writer.close(),
      },
    },
    close: () => process.closeFd(fd),
  };
}

/** A connection as a descriptor, for a program that is run on it. */
export function socketDescriptor({stream, remote}: Connection): Descriptor {
  return {
    name: `socket:[${remote.port}]`,
    read: (max, signal) => stream.reader.read(max, signal),
    write: (bytes, signal) => stream.writer.write(bytes, signal),
    seek: notSeekable,
    close() {
      stream.reader.close();
      stream.writer.close();
    },
  };
}

/** A port by its number or its name. Throws Failure. */
export function portNumber(text: string): number {
  const known: {readonly [name: string]: number} = {
    ftp: 21,
    ssh: 22,
    telnet: 23,
    smtp: 25,
    domain: 53,
    http: 80,
    pop3: 110,
    https: 443,
    mysql: 3306,
    postgresql: 5432,
    redis: 6379,
    'http-alt': 8080,
  };
  const port = /^\d{1,5}$/.test(text) ? Number(text) : known[text];
  if (port === undefined || port > 65_535) throw new Failure(`bad port '${text}'`);
  return port;
}

/** The words after a failed connection. */
export function cannotConnect(address: string, error: unknown): Failure {
  if (!isSystemError(error)) throw error;
  return new Failure(`can't connect to remote host (${address}): ${error.message}`);
}
