import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {type Card, cardsOf, trafficText} from '../net/cards.ts';

function cards(call: Call): readonly Card[] {
  return cardsOf(call.process.space.network);
}

/** What would change the network: a container has no right to. */
function refuse(what: string): never {
  throw new Failure(`${what}: Operation not permitted`);
}

export const ifconfig = defineApplet({
  names: ['ifconfig'],
  usage: '[-a] [IFACE] [ADDRESS]\n\nShow network cards; a container may not change them',
  options: {short: '+a'},
  async run(call) {
    const [name, ...more] = call.operands;
    if (more.length > 0) refuse('SIOCSIFADDR');
    const all = cards(call);
    const shown =
      name === undefined
        ? [...all].sort((one, other) => (one.name < other.name ? -1 : 1))
        : all.filter((card) => card.name === name);
    if (shown.length === 0) throw new Failure(`${name}: error fetching interface information: Device not found`);
    for (const card of shown) await call.print(`${ifconfigText(card)}\n`);
    return 0;
  },
});

function ifconfigText(card: Card): string {
  const isLoopback = card.mac === undefined;
  const indent = ' '.repeat(10);
  const link = isLoopback ? 'Local Loopback  ' : `Ethernet  HWaddr ${card.mac?.toUpperCase()}  `;
  const broadcast = isLoopback ? '' : `  Bcast:${card.broadcast}`;
  const flags = isLoopback ? 'UP LOOPBACK RUNNING  MTU:65536' : 'UP BROADCAST RUNNING MULTICAST  MTU:1500';
  return [
    `${card.name.padEnd(10)}Link encap:${link}`,
    `${indent}inet addr:${card.address}${broadcast}  Mask:${card.mask}`,
    `${indent}${flags}  Metric:1`,
    `${indent}RX packets:${packets(card.rxBytes)} errors:0 dropped:0 overruns:0 frame:0`,
    `${indent}TX packets:${packets(card.txBytes)} errors:0 dropped:0 overruns:0 carrier:0`,
    `${indent}collisions:0 txqueuelen:${isLoopback ? 1000 : 0} `,
    `${indent}RX bytes:${trafficText(card.rxBytes)}  TX bytes:${trafficText(card.txBytes)}`,
    '',
  ].join('\n');
}

function packets(bytes: number): number {
  return Math.ceil(bytes / 1460);
}

export const ip = defineApplet({
  names: ['ip', 'ipaddr', 'iplink', 'iproute', 'ipneigh'],
  usage: `[OPTIONS] address|route|link|neigh [ARGS]

OPTIONS := -f[amily] inet|inet6|link | -o[neline]

ip addr show [dev IFACE]
ip link show [dev IFACE]
ip route [show]
ip neigh
What changes anything is not allowed in a container`,
  options: {short: '+of:46sbrc', long: {family: 'f', oneline: 'o', brief: 'b'}},
  rewrite: (args) => args.map((word) => (word === '-br' ? '-b' : word === '-4' || word === '-6' ? word : word)),
  async run(call) {
    const [object = '', action = 'show', ...rest] =
      call.name === 'ip' ? call.operands : [call.name.slice(2), ...call.operands];
    const kind = ['address', 'route', 'link', 'neighbour'].find((each) => object !== '' && each.startsWith(object));
    if (!kind) throw new UsageError('');
    const isShowing =
      ['show', 'list', 'ls', 'dev', 'lst', 'sh', 'get'].includes(action) ||
      cards(call).some(({name}) => name === action);
    if (!isShowing) refuse('RTNETLINK answers');
    const words = ['show', 'list', 'ls', 'lst', 'sh'].includes(action)
      ? rest
      : action === 'dev' || action === 'get'
        ? rest
        : [action, ...rest];
    const wanted = words.filter((word) => word !== 'dev').at(0);
    const all = cards(call);
    const shown = all.filter(({name}) => wanted === undefined || name === wanted);
    if (kind === 'route') return routes(call);
    if (kind === 'neighbour') return neighbours(call);
    if (shown.length === 0) throw new Failure(`can't find device '${wanted}'`);
    for (const card of shown) await call.print(linkText(card, kind === 'address', call));
    return 0;
  },
});

function linkText(card: Card, withAddress: boolean, call: Call): string {
  const isLoopback = card.mac === undefined;
  const flags = isLoopback ? '<LOOPBACK,UP,LOWER_UP>' : '<BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN>';
  const name = isLoopback ? card.name : `${card.name}@if${card.index + 1}`;
  const first = `${card.index}: ${name}: ${flags} mtu ${isLoopback ? 65536 : 1500} qdisc noqueue ${isLoopback ? 'qlen 1000' : ''}`;
  const link = `    link/${isLoopback ? 'loopback' : 'ether'} ${card.mac ?? '00:00:00:00:00:00'} brd ${isLoopback ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff'}`;
  const scope = isLoopback ? `scope host ${card.name}` : `brd ${card.broadcast} scope global ${card.name}`;
  const address = [`    inet ${card.address}/${card.bits} ${scope}`, '       valid_lft forever preferred_lft forever'];
  const lines = [first, link, ...(withAddress ? address : [])];
  if (!call.has('o')) return `${lines.join('\n')}\n`;
  if (!withAddress) return `${lines.join('\\')}\n`;
  return `${card.index}: ${card.name}    inet ${card.address}/${card.bits} ${scope}\\       valid_lft forever preferred_lft forever\n`;
}

async function routes(call: Call): Promise<number> {
  const all = cards(call).filter(({mac}) => mac !== undefined);
  const [first] = all;
  if (first) await call.print(`default via ${first.gateway} dev ${first.name} \n`);
  for (const {network, bits, name, address} of all)
    await call.print(`${network}/${bits} dev ${name} scope link  src ${address} \n`);
  return 0;
}

async function neighbours(call: Call): Promise<number> {
  const {interfaces} = call.process.space.network;
  for (const {name, network} of interfaces)
    await call.print(`${network.gateway} dev ${name} lladdr 02:42:00:00:00:01 used 0/0/0 probes 1 REACHABLE\n`);
  return 0;
}

export const route = defineApplet({
  names: ['route'],
  usage: '[-ne]\n\nShow the routing table; a container may not change it',
  options: {short: '+neA:'},
  async run(call) {
    if (call.operands.length > 0) refuse('SIOCADDRT');
    await printRoutes(call);
    return 0;
  },
});

/** The routing table as `route` and `netstat -r` show it. */
export async function printRoutes(call: Call): Promise<void> {
  const row = (cells: readonly string[], tail: string): string =>
    `${cells.map((cell) => cell.padEnd(15)).join(' ')} ${tail}\n`;
  await call.print('Kernel IP routing table\n');
  await call.print(row(['Destination', 'Gateway', 'Genmask'], 'Flags Metric Ref    Use Iface'));
  const all = cards(call).filter(({mac}) => mac !== undefined);
  const [first] = all;
  const names = call.has('n') ? {any: '0.0.0.0', none: '0.0.0.0'} : {any: 'default', none: '*'};
  if (first) await call.print(row([names.any, first.gateway, '0.0.0.0'], `UG    0      0        0 ${first.name}`));
  for (const {network, mask, name} of all)
    await call.print(row([network, names.none, mask], `U     0      0        0 ${name}`));
}

export const arp = defineApplet({
  names: ['arp'],
  usage: '[-an]\n\nShow the cards this one knows; a container may not change them',
  options: {short: 'anvi:d:s:'},
  async run(call) {
    if (call.has('d', 's')) refuse('SIOCDARP');
    for (const {name, network} of call.process.space.network.interfaces)
      await call.print(`? (${network.gateway}) at 02:42:00:00:00:01 [ether]  on ${name}\n`);
    return 0;
  },
});

export const netstat = defineApplet({
  names: ['netstat'],
  usage: `[-ral] [-tuwx] [-enp]

Show what listens on the network

	-r	The routing table
	-l	Only what listens
	-t	TCP
	-n	Numbers instead of names
	-p	With processes`,
  options: {short: 'laentuwxrWp'},
  async run(call) {
    if (call.has('r')) {
      await printRoutes(call);
      return 0;
    }
    const what = call.has('l') ? 'only servers' : call.has('a') ? 'servers and established' : 'w/o servers';
    await call.print(`Active Internet connections (${what})\n`);
    const program = call.has('p') ? 'PID/Program name    ' : '';
    await call.print(`Proto Recv-Q Send-Q Local Address           Foreign Address         State       ${program}\n`);
    if (!call.has('l', 'a') || (call.has('u', 'w', 'x') && !call.has('t'))) return 0;
    for (const {address, port} of call.process.space.network.listeners()) {
      const local = `${address}:${port}`.padEnd(23);
      const owner = call.has('p') ? ownerOf(call, port) : '';
      await call.print(`tcp        0      0 ${local} ${'0.0.0.0:*'.padEnd(23)} LISTEN      ${owner}\n`);
    }
    return 0;
  },
});

function ownerOf(call: Call, port: number): string {
  const owner = call.process.space
    .processes()
    .find(({fds}) => [...fds.values()].some(({descriptor}) => descriptor.name === `socket:[${port}]`));
  return owner ? `${owner.pid}/${owner.argv[0]?.split('/').at(-1) ?? ''}` : '-';
}
