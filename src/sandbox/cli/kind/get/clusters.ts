import {defineCommand} from '../app.ts';
import {listClusters} from '../cluster/nodes.ts';

/** `kind get clusters`. */
export const clusters = defineCommand({
  usage: '[flags]',
  short: 'Lists existing kind clusters by their name',
  flags: [],
  args: {kind: 'none'},
  async run({app}) {
    const names = await listClusters(app.docker);
    if (names.length === 0) await app.voice.info('No kind clusters found.');
    for (const name of names) await app.print(name);
    return 0;
  },
});
