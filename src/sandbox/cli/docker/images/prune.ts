import {bool} from '../../cobra/flag-kinds.ts';
import {withFilter} from '../flags/kinds.ts';
import {pruneCommand} from '../prune-command.ts';

const all = bool('all', {short: 'a', usage: 'Remove all unused images, not just dangling ones'});

/** `docker image prune`. https://docs.docker.com/reference/cli/docker/image/prune/ */
export const prune = pruneCommand({
  what: 'images',
  short: 'Remove unused images',
  filterUsage: 'Provide filter values (e.g. "until=<timestamp>")',
  flags: [all],
  warning: ({get}) => {
    const what = get(all) ? 'all images without at least one container associated to them' : 'all dangling images';
    return `WARNING! This will remove ${what}.\nAre you sure you want to continue?`;
  },
  filters: (filters, {get}) => withFilter(filters, 'dangling', String(!get(all))),
});
