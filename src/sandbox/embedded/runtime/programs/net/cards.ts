import {addressText, type Subnet} from '../../net/address.ts';
import type {NetworkStack} from '../../net/stack.ts';

/** A network card as programs show it; the loopback has no link. */
export interface Card {
  readonly index: number;
  readonly name: string;
  readonly address: string;
  readonly bits: number;
  readonly mask: string;
  readonly broadcast: string;
  readonly network: string;
  readonly gateway: string;
  readonly mac: string | undefined;
  readonly rxBytes: number;
  readonly txBytes: number;
}

const loopback: Card = {
  index: 1,
  name: 'lo',
  address: '127.0.0.1',
  bits: 8,
  mask: '255.0.0.0',
  broadcast: '',
  network: '127.0.0.0',
  gateway: '',
  mac: undefined,
  rxBytes: 0,
  txBytes: 0,
};

export function cardsOf({interfaces}: NetworkStack): readonly Card[] {
  const cards = interfaces.map(({name, address, mac, network, rxBytes, txBytes}, index) => ({
    index: index + 2,
    name,
    address,
    bits: network.subnet.bits,
    mask: maskText(network.subnet),
    broadcast: addressText(network.subnet.first + 2 ** (32 - network.subnet.bits) - 1),
    network: addressText(network.subnet.first),
    gateway: network.gateway,
    mac,
    rxBytes,
    txBytes,
  }));
  return [loopback, ...cards];
}

function maskText({bits}: Subnet): string {
  return addressText(2 ** 32 - 2 ** (32 - bits));
}

/** `876 (876.0 B)`, `1536 (1.5 KiB)` */
export function trafficText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${bytes} (${value.toFixed(1)} ${units[unit]})`;
}
