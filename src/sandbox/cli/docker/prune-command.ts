import type {Flag} from '../cobra/flag.ts';
import {bool} from '../cobra/flag-kinds.ts';
import {type DockerCall, type DockerCommand, defineCommand} from './app.ts';
import {confirm} from './confirm.ts';
import type {Filters} from './flags/kinds.ts';
import {filter} from './flags/kinds.ts';
import {type Prunable, prune, reclaimedLine, withConfiguredFilters} from './prune.ts';

/** What differs from one prune to the next. */
export interface PruneCommand {
  readonly what: Prunable;
  readonly short: string;
  readonly usage?: string;
  readonly filterUsage: string;
  readonly flags?: readonly Flag<unknown>[];
  /** What is asked before anything is removed. */
  readonly warning: (call: DockerCall) => string | Promise<string>;
  readonly filters?: (filters: Filters, call: DockerCall) => Filters;
  readonly extra?: (call: DockerCall) => Readonly<Record<string, string | undefined>>;
  /** False where no room is told of. */
  readonly tellsSpace?: boolean;
}

/** The command that removes what is not used of one kind. */
export function pruneCommand(options: PruneCommand): DockerCommand {
  const {what, short, usage = '[OPTIONS]', filterUsage, warning, tellsSpace = true} = options;
  const filterFlag = filter('filter', {usage: filterUsage});
  const force = bool('force', {short: 'f', usage: 'Do not prompt for confirmation'});
  return defineCommand({
    usage,
    short,
    flags: [filterFlag, force, ...(options.flags ?? [])],
    args: {kind: 'none'},
    async run(call) {
      const {app, get} = call;
      const given = await withConfiguredFilters(app, get(filterFlag));
      const filters = options.filters?.(given, call) ?? given;
      if (!get(force) && !(await confirm(app, await warning(call)))) return 0;
      const extra = options.extra?.(call);
      const {report, reclaimedBytes} = await prune(app, what, extra === undefined ? {filters} : {filters, extra});
      if (!tellsSpace) await app.print(report === '' ? '' : `${report}\n`);
      else await app.print(`${report === '' ? '' : `${report}\n`}${reclaimedLine(reclaimedBytes)}`);
      return 0;
    },
  });
}
