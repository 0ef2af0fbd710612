/** Signals a process can be sent. Numbers are Linux' on amd64 and arm64: https://man7.org/linux/man-pages/man7/signal.7.html */
const numbers = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
} as const;

export type SignalName = keyof typeof numbers;

export const signalNames = Object.keys(numbers) as readonly SignalName[];

export function signalNumber(name: SignalName): number {
  return numbers[name];
}

/** `TERM`, `SIGTERM`, `sigterm` and `15`; undefined for what is none. 0 is none: it only asks whether a process is there. */
export function parseSignal(text: string): SignalName | undefined {
  const upper = text.toUpperCase();
  const named = upper.startsWith('SIG') ? upper : `SIG${upper}`;
  return signalNames.find((name) => name === named || String(numbers[name]) === text);
}

/** What a signal does to a process that has no handler for it. */
export function defaultAction(name: SignalName): 'end' | 'ignore' | 'stop' | 'continue' {
  switch (name) {
    case 'SIGCHLD':
    case 'SIGURG':
    case 'SIGWINCH':
      return 'ignore';
    case 'SIGSTOP':
    case 'SIGTSTP':
    case 'SIGTTIN':
    case 'SIGTTOU':
      return 'stop';
    case 'SIGCONT':
      return 'continue';
    default:
      return 'end';
  }
}
