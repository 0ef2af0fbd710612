import type {SystemError} from '../../system-error.ts';

const words: {readonly [code: string]: string} = {
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'i/o timeout',
};

/** Why a connection failed, as Go says it: `dial tcp 10.244.1.4:80: connect: connection refused`. */
export function dialText(error: SystemError, at: string): string {
  return `dial tcp ${at}: ${words[error.code] ?? `connect: ${error.message.toLowerCase()}`}`;
}
