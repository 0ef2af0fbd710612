import {defineCommand} from '../app.ts';
import {listNodes} from '../cluster/nodes.ts';
import {clusterNameOf, nameFlag} from '../flags.ts';
import {temporaryPath} from '../temporary.ts';
import {collectLogs} from './collect-logs.ts';

const flags = {name: nameFlag('the cluster context name')};

/** `kind export logs`. */
export const logs = defineCommand({
  usage: '[output-dir] [flags]',
  short: 'Exports logs to a tempdir or [output-dir] if specified',
  flags: Object.values(flags),
  args: {kind: 'atMost', count: 1},
  async run(call) {
    const {app, args} = call;
    const name = clusterNameOf(call, flags.name);
    if ((await listNodes(app.docker, name)).length === 0) throw new Error(`unknown cluster ${JSON.stringify(name)}`);
    const folder = args[0] ?? temporaryPath(app.context, '');
    await app.voice.info(`Exporting logs for cluster ${JSON.stringify(name)} to:`);
    await app.print(folder);
    await collectLogs(app, name, folder);
    return 0;
  },
});
