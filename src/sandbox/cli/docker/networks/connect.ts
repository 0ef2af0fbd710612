import {csv, int, list, text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {checkLink} from '../containers/create/checks.ts';
import {pathPart} from '../engine/query.ts';

const flags = {
  alias: csv('alias', {usage: 'Add network-scoped alias for the container'}),
  driverOpt: csv('driver-opt', {usage: 'driver options for the network'}),
  gwPriority: int('gw-priority', {
    usage: 'Highest gw-priority provides the default gateway. Accepts positive and negative values.',
  }),
  ip: text('ip', {usage: 'IPv4 address (e.g., "172.30.100.104")'}),
  ip6: text('ip6', {usage: 'IPv6 address (e.g., "2001:db8::33")'}),
  link: list('link', {usage: 'Add link to another container', check: checkLink}),
  linkLocalIp: csv('link-local-ip', {usage: 'Add a link-local address for the container'}),
};

/** `docker network connect`. https://docs.docker.com/reference/cli/docker/network/connect/ */
export const connect = defineCommand({
  usage: '[OPTIONS] NETWORK CONTAINER',
  short: 'Connect a container to a network',
  flags: Object.values(flags),
  args: {kind: 'exactly', count: 2},
  async run({app, args: [network = '', container = ''], get}) {
    const options = get(flags.driverOpt).map((option) => {
      const [key = '', value] = option.split('=', 2);
      if (value === undefined) throw new Error('invalid key/value pair format in driver options');
      return [key, value] as const;
    });
    const links = get(flags.link);
    const local = get(flags.linkLocalIp);
    await app.engine.done({
      method: 'POST',
      path: `/networks/${pathPart(network)}/connect`,
      json: {
        Container: container,
        EndpointConfig: {
          IPAMConfig: {
            ...(get(flags.ip) === '' ? {} : {IPv4Address: get(flags.ip)}),
            ...(get(flags.ip6) === '' ? {} : {IPv6Address: get(flags.ip6)}),
            ...(local.length === 0 ? {} : {LinkLocalIPs: local}),
          },
          Links: links.length === 0 ? null : links,
          Aliases: get(flags.alias),
          MacAddress: '',
          DriverOpts: Object.fromEntries(options),
          GwPriority: get(flags.gwPriority),
          NetworkID: '',
          EndpointID: '',
          Gateway: '',
          IPAddress: '',
          IPPrefixLen: 0,
          IPv6Gateway: '',
          GlobalIPv6Address: '',
          GlobalIPv6PrefixLen: 0,
          DNSNames: null,
        },
      },
    });
    return 0;
  },
});
