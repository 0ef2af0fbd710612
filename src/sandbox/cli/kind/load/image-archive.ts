import {defineCommand} from '../app.ts';
import {clusterNameOf, nameFlag} from '../flags.ts';
import {importArchive, nodesFlag, targetNodes} from './targets.ts';

const flags = {name: nameFlag('the cluster context name'), nodes: nodesFlag};

const advice =
  'It is suggested that you save multiple images into a common archive and load that instead of loading multiple archives for better performance';

/** `kind load image-archive`. */
export const imageArchive = defineCommand({
  usage: '<IMAGE.tar> [flags]',
  short: 'Loads docker image from archive into nodes',
  long: 'Loads docker image from archive into all or specified nodes by name',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    const {files} = app.context;
    if (args.length === 0) throw new Error('name of image archive is required');
    if (args.length > 1) await app.voice.say(advice);
    for (const path of args) {
      if ((await files.stat(path, {follow: true})) === undefined)
        throw new Error(`stat ${path}: no such file or directory`);
    }
    const cluster = clusterNameOf(call, flags.name);
    for (const path of args) {
      const nodes = await targetNodes(app.docker, {cluster, named: get(flags.nodes), quoted: false});
      await Promise.all(nodes.map((node) => importArchive(app.docker, node, files.read(path))));
    }
    return 0;
  },
});
