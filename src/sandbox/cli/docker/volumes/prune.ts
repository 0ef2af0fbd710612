import {bool} from '../../cobra/flag-kinds.ts';
import {knows} from '../engine/version.ts';
import {withFilter} from '../flags/kinds.ts';
import {pruneCommand} from '../prune-command.ts';

const all = bool('all', {
  short: 'a',
  usage: 'Remove all unused volumes, not just anonymous ones',
  needs: 'api:1.42',
});

/** `docker volume prune`. https://docs.docker.com/reference/cli/docker/volume/prune/ */
export const prune = pruneCommand({
  what: 'volumes',
  short: 'Remove unused local volumes',
  filterUsage: 'Provide filter values (e.g. "label=<label>")',
  flags: [all],
  async warning({get, app}) {
    // Before 1.42 there was no other prune than that of all.
    const {api} = await app.engine.about();
    const what = get(all) || !knows(api, '1.42') ? 'all local volumes' : 'anonymous local volumes';
    return `WARNING! This will remove ${what} not used by at least one container.\nAre you sure you want to continue?`;
  },
  filters: (filters, {get}) => (get(all) ? withFilter(filters, 'all', 'true') : filters),
});
