import {bool, csv, list, text} from '../../cobra/flag-kinds.ts';
import {type DockerCall, defineCommand} from '../app.ts';
import {checkLabel} from '../containers/create/checks.ts';
import {pairsToObject} from '../containers/create/environment.ts';
import {knows} from '../engine/version.ts';
import {map} from '../flags/kinds.ts';
import {object, text as textOf} from '../json.ts';
import {parseSubnets} from './subnets.ts';

const flags = {
  attachable: bool('attachable', {usage: 'Enable manual container attachment'}),
  auxAddress: map('aux-address', {usage: 'Auxiliary IPv4 or IPv6 addresses used by Network driver'}),
  configFrom: text('config-from', {usage: 'The network from which to copy the configuration'}),
  configOnly: bool('config-only', {usage: 'Create a configuration only network'}),
  driver: text('driver', {short: 'd', usage: 'Driver to manage the Network', initial: 'bridge'}),
  gateway: csv('gateway', {usage: 'IPv4 or IPv6 Gateway for the master subnet'}),
  ingress: bool('ingress', {usage: 'Create swarm routing-mesh network'}),
  internal: bool('internal', {usage: 'Restrict external access to the network'}),
  ipRange: csv('ip-range', {usage: 'Allocate container ip from a sub-range'}),
  ipamDriver: text('ipam-driver', {usage: 'IP Address Management Driver', initial: 'default'}),
  ipamOpt: map('ipam-opt', {usage: 'Set IPAM driver specific options'}),
  ipv4: bool('ipv4', {usage: 'Enable or disable IPv4 address assignment', initial: true}),
  ipv6: bool('ipv6', {usage: 'Enable or disable IPv6 address assignment'}),
  label: list('label', {usage: 'Set metadata on a network', check: checkLabel}),
  opt: map('opt', {short: 'o', usage: 'Set driver specific options'}),
  scope: text('scope', {usage: "Control the network's scope"}),
  subnet: csv('subnet', {usage: 'Subnet in CIDR format that represents a network segment'}),
};

/** `docker network create`. https://docs.docker.com/reference/cli/docker/network/create/ */
export const create = defineCommand({
  usage: '[OPTIONS] NETWORK',
  short: 'Create a network',
  flags: Object.values(flags),
  args: {kind: 'exactly', count: 1},
  async run(call) {
    const {app, get} = call;
    const configOnly = get(flags.configOnly);
    const {api} = await app.engine.about();
    const answer = await app.engine.json({
      method: 'POST',
      path: '/networks/create',
      json: {
        // A network of configuration alone has the driver `null`.
        Driver: configOnly && !call.changed(flags.driver) ? 'null' : get(flags.driver),
        Scope: get(flags.scope),
        ...(call.changed(flags.ipv4) ? {EnableIPv4: get(flags.ipv4)} : {}),
        ...(call.changed(flags.ipv6) ? {EnableIPv6: get(flags.ipv6)} : {}),
        IPAM: ipam(call),
        Internal: get(flags.internal),
        Attachable: get(flags.attachable),
        Ingress: get(flags.ingress),
        ConfigOnly: configOnly,
        ConfigFrom: get(flags.configFrom) === '' ? null : {Network: get(flags.configFrom)},
        Options: Object.fromEntries(get(flags.opt)),
        Labels: pairsToObject(get(flags.label)),
        Name: call.args[0] ?? '',
        // Newer engines always look for another network of that name.
        ...(knows(api, '1.44') ? {} : {CheckDuplicate: true}),
      },
    });
    const warning = textOf(object(answer)['Warning']);
    if (warning !== '') await app.warn(`WARNING: ${warning}\n`);
    await app.print(`${textOf(object(answer)['Id'])}\n`);
    return 0;
  },
});

function ipam({get}: DockerCall) {
  return {
    Driver: get(flags.ipamDriver),
    Options: Object.fromEntries(get(flags.ipamOpt)),
    Config: parseSubnets({
      subnets: get(flags.subnet),
      ranges: get(flags.ipRange),
      gateways: get(flags.gateway),
      auxiliary: get(flags.auxAddress),
    }),
  };
}
