import {list, object, type Raw, text} from './raw-json.ts';
import {refused} from './refusal.ts';

/** Port bindings on the loopback address, where the learner's machine alone reaches them. */
export function onLoopback(bindings: unknown): Raw {
  const own: Raw = {};
  for (const [port, hosts] of Object.entries(object(bindings))) {
    own[port] = list(hosts).map((host) => ({...object(host), HostIp: loopback(text(object(host)['HostIp']))}));
  }
  return own;
}

function loopback(address: string): string {
  if (address === '') return '127.0.0.1';
  if (/^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address) || address === '::1') return address;
  throw refused(`publishing on ${address} would open the port to your network; leave the address out of -p.`);
}

/** What `-P` means: every exposed port on a free port of the loopback address. */
export function publishAll(given: {readonly bindings: Raw; readonly body: Raw; readonly image: Raw}): Raw {
  const all: Raw = {...given.bindings};
  for (const port of [...Object.keys(object(given.body['ExposedPorts'])), ...Object.keys(given.image)]) {
    all[port] ??= [{HostIp: '127.0.0.1', HostPort: ''}];
  }
  return all;
}
