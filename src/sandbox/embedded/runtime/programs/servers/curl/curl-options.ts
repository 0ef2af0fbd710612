/** A piece of a request's body. */
export type DataPart =
  | {readonly kind: 'text'; readonly text: string}
  /** Of a file; newlines are taken away unless `binary`. */
  | {readonly kind: 'file'; readonly path: string; readonly binary: boolean}
  /** `--data-urlencode`: `=text`, `name=text`, `name@file`. */
  | {readonly kind: 'encoded'; readonly text: string};

/** Where a transfer goes: a file, or one named as what is fetched. */
export type Output = {readonly path: string} | 'remote name';

/** What `curl` was asked; texts have one character a byte. */
export interface CurlOptions {
  urls: string[];
  outputs: Output[];
  method?: string | undefined;
  headers: string[];
  data: DataPart[];
  isJson: boolean;
  form: string[];
  upload?: string | undefined;
  dataInUrl: boolean;
  isHead: boolean;
  include: boolean;
  dumpHeader?: string | undefined;
  location: boolean;
  mostRedirects: number;
  fail: 'no' | 'yes' | 'with body';
  failEarly: boolean;
  silent: boolean;
  showError: boolean;
  verbose: boolean;
  meter: 'usual' | 'bar' | 'none';
  writeOut?: string | undefined;
  agent?: string | undefined;
  referer?: string | undefined;
  cookie?: string | undefined;
  user?: string | undefined;
  range?: string | undefined;
  compressed: boolean;
  isOld: boolean;
  globs: boolean;
  pathAsIs: boolean;
  createsFolders: boolean;
  outputFolder: string;
  maxTimeMs: number;
  connectTimeoutMs: number;
  retries: number;
  retryDelayMs: number;
  retriesRefused: boolean;
  retriesAll: boolean;
  /** `host:port` to address, of `--resolve`. */
  resolved: Map<string, string>;
  mode: 'transfer' | 'help' | 'version';
}

/** What is asked when nothing is said. */
export function emptyOptions(): CurlOptions {
  return {
    urls: [],
    outputs: [],
    headers: [],
    data: [],
    isJson: false,
    form: [],
    dataInUrl: false,
    isHead: false,
    include: false,
    location: false,
    mostRedirects: 50,
    fail: 'no',
    failEarly: false,
    silent: false,
    showError: false,
    verbose: false,
    meter: 'usual',
    compressed: false,
    isOld: false,
    globs: true,
    pathAsIs: false,
    createsFolders: false,
    outputFolder: '',
    maxTimeMs: 0,
    connectTimeoutMs: 300_000,
    retries: 0,
    retryDelayMs: 0,
    retriesRefused: false,
    retriesAll: false,
    resolved: new Map(),
    mode: 'transfer',
  };
}
