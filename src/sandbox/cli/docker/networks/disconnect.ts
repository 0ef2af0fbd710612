import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {pathPart} from '../engine/query.ts';

const flags = {
  force: bool('force', {short: 'f', usage: 'Force the container to disconnect from a network'}),
};

/** `docker network disconnect`. https://docs.docker.com/reference/cli/docker/network/disconnect/ */
export const disconnect = defineCommand({
  usage: '[OPTIONS] NETWORK CONTAINER',
  short: 'Disconnect a container from a network',
  flags: Object.values(flags),
  args: {kind: 'exactly', count: 2},
  async run({app, args: [network = '', container = ''], get}) {
    await app.engine.done({
      method: 'POST',
      path: `/networks/${pathPart(network)}/disconnect`,
      json: {Container: container, Force: get(flags.force)},
    });
    return 0;
  },
});
