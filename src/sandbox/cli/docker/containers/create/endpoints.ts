import type {DockerCall} from '../../app.ts';
import type {Json} from '../../json.ts';
import {containerFlags as flags} from './flags.ts';
import type {NetworkAttachment} from './network-flag.ts';

/** A network attachment before anything is said of it, as the API takes it. */
const emptyEndpoint: Json = {
  IPAMConfig: null,
  Links: null,
  Aliases: null,
  MacAddress: '',
  DriverOpts: null,
  GwPriority: 0,
  NetworkID: '',
  EndpointID: '',
  Gateway: '',
  IPAddress: '',
  IPPrefixLen: 0,
  IPv6Gateway: '',
  GlobalIPv6Address: '',
  GlobalIPv6PrefixLen: 0,
  DNSNames: null,
};

/** The networks of a new container, by name; without any, there is `default`. Throws in docker's words. */
export function endpointsConfig(call: DockerCall): Json {
  const given = call.get(flags.network);
  const attachments = given.length === 0 ? [{...noAttachment, name: 'default'}] : given;
  const userDefined = attachments.filter(({name}) => isUserDefined(name));
  const endpoints: Record<string, Json> = {};
  for (const [at, attachment] of attachments.entries()) {
    const full = at === 0 ? withOldFlags(attachment, call) : {...attachment, links: []};
    if (endpoints[full.name] !== undefined) throw new Error(`network "${full.name}" is specified multiple times`);
    endpoints[full.name] = endpoint(full);
  }
  if (userDefined.length > 0 && userDefined.length < attachments.length) {
    throw new Error('conflicting options: cannot attach both user-defined and non-user-defined network-modes');
  }
  // Of a single network that is only named, HostConfig says enough.
  return given.length === 1 && Object.values(endpoints).every(saysNothing) ? {} : endpoints;
}

function saysNothing(endpoint: Json): boolean {
  return JSON.stringify(endpoint) === JSON.stringify(emptyEndpoint);
}

const noAttachment: NetworkAttachment = {
  name: '',
  aliases: [],
  driverOptions: new Map(),
  ip: '',
  ip6: '',
  linkLocal: [],
  mac: '',
  gatewayPriority: 0,
};

/** Whether a network's name is one that somebody chose. */
export function isUserDefined(name: string): boolean {
  return !/^(default|bridge|host|none|)$/.test(name) && !name.startsWith('container:');
}

interface FullAttachment extends NetworkAttachment {
  readonly links: readonly string[];
}

/** `--network-alias`, `--link`, `--ip` and the like are said of the first network. */
function withOldFlags(attachment: NetworkAttachment, {get}: DockerCall): FullAttachment {
  const conflict = (flag: string, what: string) =>
    new Error(`conflicting options: cannot specify both ${flag} and per-network ${what}`);
  const [aliases, links, ip, ip6, linkLocal, mac] = [
    get(flags.networkAlias),
    get(flags.link),
    get(flags.ip),
    get(flags.ip6),
    get(flags.linkLocalIp),
    get(flags.macAddress),
  ];
  if (attachment.aliases.length > 0 && aliases.length > 0) throw conflict('--network-alias', 'alias');
  if (attachment.ip !== '' && ip !== '') throw conflict('--ip', 'IPv4 address');
  if (attachment.ip6 !== '' && ip6 !== '') throw conflict('--ip6', 'IPv6 address');
  if (attachment.linkLocal.length > 0 && linkLocal.length > 0)
    throw conflict('--link-local-ip', 'link-local IP addresses');
  if (attachment.mac !== '' && mac !== '') throw conflict('--mac-address', 'MAC address');
  return {
    ...attachment,
    aliases: [...attachment.aliases, ...aliases],
    links,
    ip: attachment.ip || ip,
    ip6: attachment.ip6 || ip6,
    linkLocal: [...attachment.linkLocal, ...linkLocal],
    mac: attachment.mac || mac,
  };
}

function endpoint(attachment: FullAttachment): Json {
  const {name, aliases, links, ip, ip6, linkLocal, mac, driverOptions, gatewayPriority} = attachment;
  if (name.trim() === '') throw new Error('no name set for network');
  if (!isUserDefined(name)) {
    if (aliases.length > 0) throw new Error('network-scoped aliases are only supported for user-defined networks');
    if (links.length > 0 && name !== 'default' && name !== 'bridge') {
      throw new Error('links are only supported for user-defined networks');
    }
  }
  if (mac !== '' && !/^([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$/.test(mac))
    throw new Error(`${mac} is not a valid mac address`);
  const address = {
    ...(ip === '' ? {} : {IPv4Address: ip}),
    ...(ip6 === '' ? {} : {IPv6Address: ip6}),
    ...(linkLocal.length === 0 ? {} : {LinkLocalIPs: linkLocal}),
  };
  return {
    ...emptyEndpoint,
    ...(aliases.length === 0 ? {} : {Aliases: aliases}),
    ...(links.length === 0 ? {} : {Links: links}),
    ...(Object.keys(address).length === 0 ? {} : {IPAMConfig: address}),
    ...(mac === '' ? {} : {MacAddress: mac}),
    ...(driverOptions.size === 0 ? {} : {DriverOpts: Object.fromEntries(driverOptions)}),
    GwPriority: gatewayPriority,
  };
}

/** What the HostConfig calls the network of a new container: the first that was given. */
export function networkMode({get}: DockerCall): string {
  return get(flags.network)[0]?.name ?? 'default';
}
