/** What of a Corefile this engine's CoreDNS goes by. https://coredns.io/manual/configuration/ */
export interface Corefile {
  /** Zones of the plugin `kubernetes`: `cluster.local`, `in-addr.arpa`; empty when it is not used. */
  readonly zones: readonly string[];
  /** Questions for other zones are handed on. */
  readonly forwards: boolean;
  /** Lines of the plugin `hosts`: addresses by name. */
  readonly hosts: ReadonlyMap<string, readonly string[]>;
  /** Every question is logged. */
  readonly logs: boolean;
  readonly plugins: ReadonlySet<string>;
}

interface Directive {
  readonly words: readonly string[];
  readonly block: readonly (readonly string[])[];
}

/** Reads the first server block. Throws an Error in CoreDNS's words for what is none. */
export function parseCorefile(text: string): Corefile {
  const directives = directivesIn(text);
  const find = (name: string): Directive | undefined => directives.find(({words}) => words[0] === name);
  const hosts = new Map<string, string[]>();
  for (const [address = '', ...names] of find('hosts')?.block ?? [])
    if (/^\d/.test(address))
      for (const name of names) hosts.set(name.toLowerCase(), [...(hosts.get(name.toLowerCase()) ?? []), address]);
  return {
    zones: (find('kubernetes')?.words.slice(1) ?? []).map((zone) => zone.replace(/\.$/, '').toLowerCase()),
    forwards: find('forward') !== undefined,
    hosts,
    logs: find('log') !== undefined,
    plugins: new Set(directives.map(({words}) => words[0] ?? '')),
  };
}

function directivesIn(text: string): readonly Directive[] {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
    .filter((words) => words[0] !== '');
  const [head = [], ...rest] = lines;
  if (head.at(-1) !== '{') throw new Error('/etc/coredns/Corefile:1 - Error during parsing: Unknown directive');
  const directives: Directive[] = [];
  let inner: {readonly words: readonly string[]; readonly block: (readonly string[])[]} | undefined;
  for (const [number, words] of rest.entries()) {
    if (words[0] === '}') {
      if (!inner) return directives;
      directives.push(inner);
      inner = undefined;
    } else if (inner) inner.block.push(words);
    else if (words.at(-1) === '{') inner = {words: words.slice(0, -1), block: []};
    else if (known.has(words[0] ?? '')) directives.push({words, block: []});
    else
      throw new Error(
        `/etc/coredns/Corefile:${number + 2} - Error during parsing: Unknown directive '${words[0] ?? ''}'`,
      );
  }
  throw new Error('/etc/coredns/Corefile - Error during parsing: Unexpected EOF');
}

/** Plugins without a block that CoreDNS has; those that change answers and are not simulated are left alone. */
const known = new Set(
  (
    'acl any auto autopath bind bufsize cache cancel chaos debug dns64 dnssec dnstap erratic errors etcd file forward grpc ' +
    'header health hosts import k8s_external kubernetes loadbalance local log loop metadata minimal nsid prometheus pprof ' +
    'quic ready reload rewrite root secondary sign template tls timeouts trace transfer tsig view whoami'
  ).split(' '),
);
