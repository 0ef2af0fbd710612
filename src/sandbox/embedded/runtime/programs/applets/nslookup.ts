import {parseAddress} from '../../net/address.ts';
import {askServers, candidates, resolverSettings} from '../../net/resolve.ts';
import type {NameAnswer, NameQuestion} from '../../net/stack.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';

type QueryType = NameQuestion['type'];

const known: {readonly [name: string]: QueryType | 'none'} = {
  a: 'A',
  aaaa: 'AAAA',
  ptr: 'PTR',
  srv: 'SRV',
  any: 'A',
  cname: 'none',
  mx: 'none',
  ns: 'none',
  soa: 'none',
  txt: 'none',
};

export const nslookup = defineApplet({
  names: ['nslookup'],
  usage: `[-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]

Ask a name server about HOST

QUERY_TYPE: a,aaaa,ptr,srv; others have no answers here`,
  async run(call) {
    const options = call.operands.filter((word) => word.startsWith('-'));
    const [host, server] = call.operands.filter((word) => !word.startsWith('-'));
    if (host === undefined) throw new UsageError('');
    const types = typesAsked(options);
    const settings = resolverSettings(call.process.files);
    const servers = server === undefined ? settings.servers : [server];
    const names = parseAddress(host) === undefined ? candidates(host, settings) : [host];
    return new Lookup(call, servers).run(host, names, types);
  },
});

function typesAsked(options: readonly string[]): readonly (QueryType | 'none')[] | undefined {
  const types = options.flatMap((option) => {
    const value = /^-(?:type|query|querytype|q|t)=(.*)$/.exec(option)?.[1];
    if (value === undefined) return [];
    const type = known[value.toLowerCase()];
    if (!type) throw new Failure(`invalid query type "${value}"`);
    return [type];
  });
  return types.length > 0 ? types : undefined;
}

class Lookup {
  readonly #call: Call;
  readonly #servers: readonly string[];

  constructor(call: Call, servers: readonly string[]) {
    this.#call = call;
    this.#servers = servers;
  }

  /** Asks by the first name that anybody knows; what nobody knows is said of the last one. */
  async run(
    host: string,
    names: readonly string[],
    types: readonly (QueryType | 'none')[] | undefined,
  ): Promise<number> {
    const isAddress = parseAddress(host) !== undefined && types === undefined;
    const asked: readonly (QueryType | 'none')[] = isAddress ? ['PTR'] : (types ?? ['A', 'AAAA']);
    let shown: readonly (readonly [string, NameAnswer])[] = [];
    for (const name of names) {
      const full = isAddress ? `${name.split('.').reverse().join('.')}.in-addr.arpa` : name;
      shown = await this.#answers(full, asked);
      if (shown.some(([, {status}]) => status === 'found')) break;
      if (shown.every(([, {status}]) => status === 'failed')) throw await this.#noServer();
    }
    return this.#print(shown);
  }

  async #answers(
    name: string,
    types: readonly (QueryType | 'none')[],
  ): Promise<readonly (readonly [string, NameAnswer])[]> {
    const {space} = this.#call.process;
    const answers: (readonly [string, NameAnswer])[] = [];
    for (const type of types) {
      // A type that is not simulated is one nobody has records of.
      const question = {name, type: type === 'none' ? 'A' : type} as const;
      const answer = await this.#call.process.wait(askServers(space, this.#servers, question));
      answers.push([name, type === 'none' && answer.status === 'found' ? {status: 'found', records: []} : answer]);
    }
    return answers;
  }

  async #noServer(): Promise<Failure> {
    await this.#call.print(';; connection timed out; no servers could be reached\n\n');
    return new Failure('');
  }

  async #print(answers: readonly (readonly [string, NameAnswer])[]): Promise<number> {
    const server = this.#servers[0] ?? '';
    await this.#call.print(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
    let code = 0;
    for (const [name, answer] of answers) {
      if (answer.status === 'found') {
        await this.#call.print('Non-authoritative answer:\n');
        for (const {name: owner, type, value} of answer.records) await this.#call.print(recordText(owner, type, value));
        await this.#call.print('\n');
      } else {
        await this.#call.print(
          `** server can't find ${name}: ${answer.status === 'no-such-name' ? 'NXDOMAIN' : 'SERVFAIL'}\n\n`,
        );
        code = 1;
      }
    }
    return code;
  }
}

function recordText(name: string, type: QueryType, value: string): string {
  if (type === 'PTR') return `${name}\tname = ${value}\n`;
  if (type === 'SRV') return `${name}\tservice = ${value}\n`;
  return `Name:\t${name}\nAddress: ${value}\n`;
}
