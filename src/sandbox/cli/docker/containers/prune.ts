import {pruneCommand} from '../prune-command.ts';

/** `docker container prune`. https://docs.docker.com/reference/cli/docker/container/prune/ */
export const prune = pruneCommand({
  what: 'containers',
  short: 'Remove all stopped containers',
  filterUsage: 'Provide filter values (e.g. "until=<timestamp>")',
  warning: () => 'WARNING! This will remove all stopped containers.\nAre you sure you want to continue?',
});
