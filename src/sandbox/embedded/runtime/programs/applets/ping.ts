import {nameOfAddress} from '../../net/resolve.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {addressOf} from '../net/dialing.ts';
import {numberWithin} from '../text/numbers.ts';

export const ping = defineApplet({
  names: ['ping'],
  usage: `[OPTIONS] HOST

Ask HOST whether it is there, again and again

	-c CNT	CNT times
	-s SIZE	With SIZE bytes
	-i SECS	Every SECS seconds
	-W SEC	Wait SEC seconds for the last answer, 10 otherwise
	-w SEC	At most SEC seconds in all
	-q	Only say what came of it`,
  options: {short: '46c:s:t:w:W:I:i:qAn'},
  operands: [1, 1],
  async run(call) {
    const [host = ''] = call.operands;
    const address = await addressOf(call, host);
    return new Pings(call, host, address).run();
  },
});

class Pings {
  readonly #call: Call;
  readonly #host: string;
  readonly #address: string;
  readonly #size: number;
  readonly #times: number[] = [];
  #sent = 0;

  constructor(call: Call, host: string, address: string) {
    this.#call = call;
    this.#host = host;
    this.#address = address;
    this.#size = numberWithin(call.options.value('s') ?? '56', 0, 65_507);
  }

  async run(): Promise<number> {
    const {process} = this.#call;
    const {fabric, network} = process.space;
    const count = Number(this.#call.options.value('c') ?? Number.POSITIVE_INFINITY);
    const interval = this.#seconds('i', 1);
    const limitMs = this.#seconds('w', Number.POSITIVE_INFINITY) * 1000;
    const began = process.now();
    await this.#call.print(`PING ${this.#host} (${this.#address}): ${this.#size} data bytes\n`);
    await this.#call.out.flush();
    process.onSignal('SIGINT', () => void this.#interrupted());
    while (this.#sent < count && process.now() - began < limitMs) {
      if (network.interfaces.length === 0 && !network.hasAddress(this.#address))
        throw new Failure('sendto: Network unreachable');
      this.#sent += 1;
      const isThere = fabric.reaches(network, this.#address);
      if (isThere) await this.#answered();
      if (this.#sent >= count) {
        if (!isThere)
          await process.sleep(Math.min(this.#seconds('W', 10) * 1000, Math.max(0, limitMs - (process.now() - began))));
      } else await process.sleep(Math.max(10, interval * 1000));
    }
    await this.#summary();
    return this.#times.length > 0 ? 0 : 1;
  }

  #seconds(letter: string, usual: number): number {
    const text = this.#call.options.value(letter);
    const number = text === undefined ? usual : Number(text);
    if (!(number >= 0)) throw new Failure(`invalid number '${text}'`);
    return number;
  }

  async #answered(): Promise<void> {
    const [byte = 0] = this.#call.process.space.kernel.outside.random(1);
    const ms = 0.05 + byte / 2000;
    this.#times.push(ms);
    if (this.#call.has('q')) return;
    await this.#call.print(
      `${this.#size + 8} bytes from ${this.#address}: seq=${this.#sent - 1} ttl=64 time=${ms.toFixed(3)} ms\n`,
    );
    await this.#call.out.flush();
  }

  /** ^C ends it, with a word about what came of it. */
  async #interrupted(): Promise<void> {
    const {process} = this.#call;
    process.onSignal('SIGINT', undefined);
    await this.#summary();
    process.kill('SIGINT');
  }

  async #summary(): Promise<void> {
    const received = this.#times.length;
    const lost = this.#sent === 0 ? 0 : Math.round(((this.#sent - received) * 100) / this.#sent);
    await this.#call.print(`\n--- ${this.#host} ping statistics ---\n`);
    await this.#call.print(`${this.#sent} packets transmitted, ${received} packets received, ${lost}% packet loss\n`);
    if (received > 0) {
      const sum = this.#times.reduce((total, ms) => total + ms, 0);
      const facts = [Math.min(...this.#times), sum / received, Math.max(...this.#times)].map((ms) => ms.toFixed(3));
      await this.#call.print(`round-trip min/avg/max = ${facts.join('/')} ms\n`);
    }
    await this.#call.out.flush();
  }
}

export const traceroute = defineApplet({
  names: ['traceroute'],
  usage: `[-n] [-m MAXTTL] [-q PROBES] [-w WAIT_SEC] HOST

Show the way to HOST

	-n	Only addresses
	-m N	At most N steps
	-q N	N questions a step, 3 otherwise
	-w SEC	Wait SEC seconds for an answer, 3 otherwise`,
  options: {short: '46FIlnrvf:m:p:q:s:t:w:z:i:'},
  operands: [1, 2],
  async run(call) {
    const {process} = call;
    const {fabric, network} = process.space;
    const [host = ''] = call.operands;
    const address = await addressOf(call, host);
    const most = numberWithin(call.options.value('m') ?? '30', 1, 255);
    const probes = numberWithin(call.options.value('q') ?? '3', 1, 10);
    const waitMs = numberWithin(call.options.value('w') ?? '3', 1, 60) * 1000;
    await call.print(`traceroute to ${host} (${address}), ${most} hops max, 46 byte packets\n`);
    const isNear = fabric.reaches(network, address);
    const gateway = network.interfaces[0]?.network.gateway;
    for (let hop = 1; hop <= most; hop += 1) {
      const at = isNear ? address : hop === 1 ? gateway : undefined;
      await call.print(`${String(hop).padStart(2)}  ${at === undefined ? '' : await hopName(call, at)}`);
      for (let probe = 0; probe < probes; probe += 1) {
        if (at === undefined) await process.sleep(waitMs);
        await call.print(at === undefined ? `${probe > 0 ? '  ' : ''}*` : `  ${(0.004 + probe / 1000).toFixed(3)} ms`);
        await call.out.flush();
      }
      await call.print('\n');
      if (isNear) break;
    }
    return 0;
  },
});

async function hopName(call: Call, address: string): Promise<string> {
  if (call.has('n')) return address;
  const {process} = call;
  const {fabric, network} = process.space;
  const name = await process.wait(nameOfAddress({files: process.files, fabric, network}, address));
  return `${name ?? address} (${address})`;
}
