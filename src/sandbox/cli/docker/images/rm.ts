import {bool, csv} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {pathPart} from '../engine/query.ts';
import {EngineError, errorOf, joinErrors} from '../errors.ts';
import {type Json, objects, text} from '../json.ts';

const flags = {
  force: bool('force', {short: 'f', usage: 'Force removal of the image'}),
  noPrune: bool('no-prune', {usage: 'Do not delete untagged parents'}),
  platform: csv('platform', {
    usage: 'Remove only the given platform variant. Formatted as "os[/arch[/variant]]" (e.g., "linux/amd64")',
    needs: 'api:1.50',
  }),
};

/** `docker rmi`. https://docs.docker.com/reference/cli/docker/image/rm/ */
export const rm = defineCommand({
  usage: '[OPTIONS] IMAGE [IMAGE...]',
  short: 'Remove one or more images',
  aliases: 'docker image rm, docker image remove, docker rmi',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  async run({app, args, get}) {
    const force = get(flags.force);
    const errors: Error[] = [];
    let fatal = false;
    for (const name of args) {
      try {
        const query = {force, noprune: get(flags.noPrune)};
        const path = `/images/${pathPart(name)}`;
        const items = objects(await app.engine.json({method: 'DELETE', path, query}));
        await app.print(items.map(removedLine).join(''));
      } catch (error) {
        if (!(error instanceof EngineError && error.status === 404)) fatal = true;
        errors.push(errorOf(error));
      }
    }
    const error = joinErrors(errors);
    if (error === undefined) return 0;
    // Forced to be gone, and gone: that is what was asked for.
    if (force && !fatal) {
      await app.warn(`${error.message}\n`);
      return 0;
    }
    throw error;
  },
});

/** `Untagged: x` or `Deleted: sha256:…`, a line. */
export function removedLine({Deleted, Untagged}: Json): string {
  return text(Deleted) === '' ? `Untagged: ${text(Untagged)}\n` : `Deleted: ${text(Deleted)}\n`;
}
