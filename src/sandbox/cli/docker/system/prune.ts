import {bool} from '../../cobra/flag-kinds.ts';
import {type DockerCall, defineCommand} from '../app.ts';
import {confirm} from '../confirm.ts';
import {errorOf} from '../errors.ts';
import {type Filters, filter, withFilter} from '../flags/kinds.ts';
import {type Prunable, prune as pruneKind, reclaimedLine, withConfiguredFilters} from '../prune.ts';

const flags = {
  all: bool('all', {short: 'a', usage: 'Remove all unused images not just dangling ones'}),
  filter: filter('filter', {usage: 'Provide filter values (e.g. "label=<key>=<value>")'}),
  force: bool('force', {short: 'f', usage: 'Do not prompt for confirmation'}),
  volumes: bool('volumes', {usage: 'Prune anonymous volumes'}),
};

/** `docker system prune`. https://docs.docker.com/reference/cli/docker/system/prune/ */
export const prune = defineCommand({
  usage: '[OPTIONS]',
  short: 'Remove unused data',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run(call) {
    const {app, get} = call;
    const filters = await withConfiguredFilters(app, get(flags.filter));
    if (get(flags.volumes) && filters.has('until')) {
      throw new Error('ERROR: The "until" filter is not supported with "--volumes"');
    }
    if (!get(flags.force) && !(await confirm(app, warning(call, filters)))) return 0;
    let reclaimedBytes = 0;
    for (const what of kindsOf(call)) {
      const imageFilters = what === 'images' ? withFilter(filters, 'dangling', String(!get(flags.all))) : filters;
      const extra: Readonly<Record<string, string | undefined>> = what === 'build' && get(flags.all) ? {all: '1'} : {};
      try {
        const pruned = await pruneKind(app, what, {filters: imageFilters, extra});
        reclaimedBytes += pruned.reclaimedBytes;
        if (pruned.report !== '') await app.print(`${pruned.report}\n`);
      } catch (error) {
        // One kind that cannot be pruned is no reason to leave the others.
        if (what === 'containers') throw error;
        await app.warn(`${errorOf(error).message}\n`);
      }
    }
    await app.print(reclaimedLine(reclaimedBytes));
    return 0;
  },
});

function kindsOf({get}: DockerCall): readonly Prunable[] {
  return ['containers', 'networks', ...(get(flags.volumes) ? (['volumes'] as const) : []), 'images', 'build'];
}

function warning({get}: DockerCall, filters: Filters): string {
  const all = get(flags.all);
  const what = [
    'all stopped containers',
    'all networks not used by at least one container',
    ...(get(flags.volumes) ? ['all anonymous volumes not used by at least one container'] : []),
    all ? 'all images without at least one container associated to them' : 'all dangling images',
    all ? 'all build cache' : 'unused build cache',
  ];
  const known = [...filters].filter(([key]) => ['label', 'label!', 'until'].includes(key));
  const limits = known.flatMap(([key, values]) => values.map((value) => `  - ${key}=${value}`)).sort();
  return [
    'WARNING! This will remove:',
    ...what.map((line) => `  - ${line}`),
    ...(limits.length === 0 ? [] : ['', '  Items to be pruned will be filtered with:', ...limits]),
    '',
    'Are you sure you want to continue?',
  ].join('\n');
}
