/** What `nginx` was asked on its command line. */
export interface NginxOptions {
  readonly help: boolean;
  /** `-v`: the version; `-V`: and how it was built. */
  readonly version: 'none' | 'short' | 'long';
  readonly test: boolean;
  /** `-T` */
  readonly dump: boolean;
  readonly quiet: boolean;
  readonly signal: NginxSignal | undefined;
  readonly configPath: string;
  readonly prefix: string;
  readonly errorLog: string | undefined;
  readonly directives: string;
}

const signals = ['stop', 'quit', 'reopen', 'reload'] as const;

export type NginxSignal = (typeof signals)[number];

/** The command line makes no sense; the message is printed behind `nginx: `. */
export class OptionProblem extends Error {}

const usualPrefix = '/etc/nginx/';

/** https://nginx.org/en/docs/switches.html Throws OptionProblem. */
export function parseNginxOptions(args: readonly string[]): NginxOptions {
  const reader = new OptionReader(args);
  return reader.read();
}

class OptionReader {
  readonly #rest: string[];
  #letters = new Set<string>();
  readonly #values = new Map<string, string>();

  constructor(args: readonly string[]) {
    this.#rest = [...args];
  }

  read(): NginxOptions {
    for (let word = this.#rest.shift(); word !== undefined; word = this.#rest.shift()) {
      if (!word.startsWith('-')) throw new OptionProblem(`invalid option: "${word}"`);
      this.#word(word.slice(1));
    }
    const prefix = this.#values.get('p') ?? usualPrefix;
    const folder = prefix.endsWith('/') ? prefix : `${prefix}/`;
    const config = this.#values.get('c') ?? 'nginx.conf';
    const has = (letter: string): boolean => this.#letters.has(letter);
    return {
      help: has('h') || has('?'),
      version: has('V') ? 'long' : has('v') || has('h') || has('?') ? 'short' : 'none',
      test: has('t') || has('T'),
      dump: has('T'),
      quiet: has('q'),
      signal: signals.find((name) => name === this.#values.get('s')),
      configPath: config.startsWith('/') ? config : `${folder}${config}`,
      prefix: folder,
      errorLog: this.#values.get('e'),
      directives: this.#values.get('g') ?? '',
    };
  }

  #word(letters: string): void {
    for (let at = 0; at < letters.length; at += 1) {
      const letter = letters[at] ?? '';
      if ('?hvVtTq'.includes(letter)) {
        this.#letters.add(letter);
        continue;
      }
      if (!'pecsg'.includes(letter)) throw new OptionProblem(`invalid option: "${letter}"`);
      this.#takeValue(letter, letters.slice(at + 1));
      return;
    }
  }

  #takeValue(letter: string, attached: string): void {
    const value = attached !== '' ? attached : (this.#rest.shift() ?? '');
    if (value === '') throw new OptionProblem(`option "-${letter}" requires ${needs[letter] ?? 'parameter'}`);
    if (letter === 's' && !signals.some((name) => name === value))
      throw new OptionProblem(`invalid option: "-s ${value}"`);
    this.#values.set(letter, value);
  }
}

const needs: {readonly [letter: string]: string} = {p: 'directory name', e: 'file name', c: 'file name'};

export const nginxUsage = `Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]
             [-e filename] [-c filename] [-g directives]

Options:
  -?,-h         : this help
  -v            : show version and exit
  -V            : show version and configure options then exit
  -t            : test configuration and exit
  -T            : test configuration, dump it and exit
  -q            : suppress non-error messages during configuration testing
  -s signal     : send signal to a master process: stop, quit, reopen, reload
  -p prefix     : set prefix path (default: ${usualPrefix})
  -e filename   : set error log file (default: /var/log/nginx/error.log)
  -c filename   : set configuration file (default: ${usualPrefix}nginx.conf)
  -g directives : set global directives out of configuration file
`;

/** What `-V` says beyond the version; it does not claim to be the real one. */
export const nginxBuild = `built by k8s-learn: a simulation that answers as nginx does
configure arguments: --prefix=/etc/nginx --sbin-path=/usr/sbin/nginx --conf-path=/etc/nginx/nginx.conf --error-log-path=/var/log/nginx/error.log --http-log-path=/var/log/nginx/access.log --pid-path=/run/nginx.pid --user=nginx --group=nginx --with-http_stub_status_module --without-http_fastcgi_module --without-http_uwsgi_module --without-http_scgi_module --without-http_grpc_module --without-http_memcached_module
`;
