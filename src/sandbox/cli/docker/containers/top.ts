import {alignColumns} from '../../go/tabwriter.ts';
import {defineCommand} from '../app.ts';
import {list, object, texts} from '../json.ts';
import {containerPath} from './paths.ts';

/** `docker top`. https://docs.docker.com/reference/cli/docker/container/top/ */
export const top = defineCommand({
  usage: 'CONTAINER [ps OPTIONS]',
  short: 'Display the running processes of a container',
  aliases: 'docker container top, docker top',
  flags: [],
  args: {kind: 'atLeast', count: 1},
  stopsAtFirst: true,
  async run({app, args: [name = '', ...options]}) {
    const query = {ps_args: options.length === 0 ? undefined : options.join(' ')};
    const answer = object(await app.engine.json({path: containerPath(name, 'top'), query}));
    const lines = [texts(answer['Titles']), ...list(answer['Processes']).map(texts)];
    const table = lines.map((cells) => `${cells.join('\t')}\n`).join('');
    await app.print(alignColumns(table, {minWidth: 20, padding: 3}));
    return 0;
  },
});
