import {at, type Json, number, objects, text, texts} from '../../json.ts';
import {hostPort} from '../words.ts';

const shown = 3;

/** The ready addresses behind the ports of a name, the first three of them: `10.244.0.5:80,10.244.1.3:80`. */
export function addressesText(slices: readonly Json[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const all = slices.flatMap((slice) => addressesOf(slice, portName));
  const first = all.slice(0, shown).join(',');
  return all.length > shown ? `${first} + ${all.length - shown} more...` : first;
}

function addressesOf(slice: Json, portName: string): readonly string[] {
  const ready = objects(slice['endpoints'])
    .filter((endpoint) => at(endpoint, 'conditions', 'ready') !== false)
    .map(({addresses}) => texts(addresses)[0] ?? '');
  const ports = objects(slice['ports']);
  if (ports.length === 0) return ready;
  return ports
    .filter(({name}) => text(name) === portName)
    .flatMap(({port}) => ready.map((address) => hostPort(address, String(number(port)))));
}
