import {bool} from '../../cobra/flag-kinds.ts';
import {bytes} from '../flags/kinds.ts';
import {pruneCommand} from '../prune-command.ts';

const all = bool('all', {short: 'a', usage: 'Remove all unused build cache, not just dangling ones'});
const keepStorage = bytes('keep-storage', {usage: 'Amount of disk space to keep for cache'});

/** `docker builder prune`. https://docs.docker.com/reference/cli/docker/builder/prune/ */
export const prune = pruneCommand({
  what: 'build',
  short: 'Remove build cache',
  usage: '',
  filterUsage: 'Provide filter values (e.g. "until=24h")',
  flags: [all, keepStorage],
  warning: ({get}) =>
    `WARNING! This will remove all ${get(all) ? '' : 'dangling '}build cache. Are you sure you want to continue?`,
  extra: ({get}) => ({
    all: get(all) ? '1' : undefined,
    'keep-storage': get(keepStorage) === 0 ? undefined : String(get(keepStorage)),
  }),
});
