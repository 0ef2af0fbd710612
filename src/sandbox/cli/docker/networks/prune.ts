import {pruneCommand} from '../prune-command.ts';

/** `docker network prune`. https://docs.docker.com/reference/cli/docker/network/prune/ */
export const prune = pruneCommand({
  what: 'networks',
  short: 'Remove all unused networks',
  filterUsage: 'Provide filter values (e.g. "until=<timestamp>")',
  warning: () =>
    'WARNING! This will remove all custom networks not used by at least one container.\nAre you sure you want to continue?',
  tellsSpace: false,
});
