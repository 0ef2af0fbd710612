import {isSystemError} from '../../system-error.ts';
import type {Files} from '../fs/files.ts';
import {parseAddress} from './address.ts';
import type {Fabric} from './fabric.ts';
import type {NameAnswer, NameQuestion, NetworkStack} from './stack.ts';

/** Who looks a name up: a process and its space have all of this. */
export interface NameSeeker {
  readonly files: Files;
  readonly fabric: Fabric;
  readonly network: NetworkStack;
}

/** What a name comes to. `addresses` is never empty. */
export type Resolved =
  | {readonly status: 'found'; readonly addresses: readonly string[]; readonly source: 'literal' | 'hosts' | 'server'}
  | {readonly status: 'no-such-name'}
  /** No name server answers: `Try again` in the words of getaddrinfo. */
  | {readonly status: 'failed'};

/** /etc/resolv.conf, as far as musl reads it. */
export interface ResolverSettings {
  readonly servers: readonly string[];
  readonly search: readonly string[];
  /** A name with at least so many dots is not looked for in the search domains. */
  readonly ndots: number;
}

const mostServers = 3;

/** https://man7.org/linux/man-pages/man5/resolv.conf.5.html */
export function parseResolvConf(text: string): ResolverSettings {
  const lines = text.split('\n').map((line) =>
    line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/),
  );
  const servers = lines.flatMap(([word, address]) => (word === 'nameserver' && address ? [address] : []));
  const search = lines.findLast(([word]) => word === 'search' || word === 'domain')?.slice(1) ?? [];
  const option = lines
    .filter(([word]) => word === 'options')
    .flat()
    .findLast((word) => word.startsWith('ndots:'));
  const ndots = Number(option?.slice('ndots:'.length) ?? 1);
  return {servers: servers.slice(0, mostServers), search, ndots: ndots >= 0 ? Math.min(ndots, 15) : 1};
}

/** The addresses /etc/hosts has for a name, in the order of its lines. */
export function addressesInHosts(text: string, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return hostLines(text)
    .filter(({names}) => names.some((own) => own.toLowerCase() === wanted))
    .map(({address}) => address);
}

/** The first name /etc/hosts has for an address. */
export function nameInHosts(text: string, address: string): string | undefined {
  return hostLines(text).find((line) => line.address === address)?.names[0];
}

/** The first name of the line of /etc/hosts in which a name is: the whole of it. */
export function fullNameOf(files: Files, name: string): string {
  return hostLines(textOf(files, '/etc/hosts')).find(({names}) => names.includes(name))?.names[0] ?? name;
}

export function resolverSettings(files: Files): ResolverSettings {
  const settings = parseResolvConf(textOf(files, '/etc/resolv.conf'));
  return settings.servers.length > 0 ? settings : {...settings, servers: ['127.0.0.1']};
}

/**
 * The IPv4 addresses of a name as musl's getaddrinfo finds them: an address itself, /etc/hosts, then the name servers and
 * search domains of /etc/resolv.conf. https://wiki.musl-libc.org/functional-differences-from-glibc.html
 */
export async function resolveName(seeker: NameSeeker, name: string): Promise<Resolved> {
  if (parseAddress(name) !== undefined) return {status: 'found', addresses: [name], source: 'literal'};
  if (!isName(name)) return {status: 'no-such-name'};
  const listed = addressesInHosts(textOf(seeker.files, '/etc/hosts'), name);
  if (listed.length > 0) return {status: 'found', addresses: listed, source: 'hosts'};
  if (name.toLowerCase() === 'localhost') return {status: 'found', addresses: ['127.0.0.1'], source: 'hosts'};
  const settings = resolverSettings(seeker.files);
  for (const candidate of candidates(name, settings)) {
    const answer = await askServers(seeker, settings.servers, {name: candidate, type: 'A'});
    if (answer.status === 'failed') return answer;
    const addresses = answer.status === 'found' ? addressesOf(answer) : [];
    if (addresses.length > 0) return {status: 'found', addresses, source: 'server'};
  }
  return {status: 'no-such-name'};
}

/** Asks the servers in turn; one that does not answer is passed over. */
export async function askServers(
  {fabric, network}: Pick<NameSeeker, 'fabric' | 'network'>,
  servers: readonly string[],
  question: NameQuestion,
): Promise<NameAnswer> {
  for (const server of servers) {
    const answer = await fabric.ask(network, server, question);
    if (answer.status !== 'failed') return answer;
  }
  return {status: 'failed'};
}

/** The name of an address, from /etc/hosts or by a PTR question; undefined when nobody knows one. */
export async function nameOfAddress(seeker: NameSeeker, address: string): Promise<string | undefined> {
  const listed = nameInHosts(textOf(seeker.files, '/etc/hosts'), address);
  if (listed !== undefined) return listed;
  const name = `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  const answer = await askServers(seeker, resolverSettings(seeker.files).servers, {name, type: 'PTR'});
  return answer.status === 'found' ? answer.records.find(({type}) => type === 'PTR')?.value : undefined;
}

/** The full names to ask for, in order. */
export function candidates(name: string, {search, ndots}: ResolverSettings): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const dots = name.split('.').length - 1;
  return dots >= ndots ? [name] : [...search.map((domain) => `${name}.${domain.replace(/\.$/, '')}`), name];
}

function addressesOf({records}: Extract<NameAnswer, {status: 'found'}>): readonly string[] {
  return records.filter(({type, value}) => type === 'A' && parseAddress(value) !== undefined).map(({value}) => value);
}

function hostLines(text: string): readonly {readonly address: string; readonly names: readonly string[]}[] {
  return text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return parseAddress(address) === undefined ? [] : [{address, names}];
  });
}

function isName(name: string): boolean {
  return name.length > 0 && name.length < 255 && /^[\w.-]+$/.test(name);
}

function textOf(files: Files, path: string): string {
  try {
    return files.readText(path);
  } catch (error) {
    if (isSystemError(error)) return '';
    throw error;
  }
}
