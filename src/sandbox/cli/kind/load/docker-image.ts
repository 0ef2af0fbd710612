import {object, text, texts} from '../../docker/json.ts';
import {defineCommand, type Kind} from '../app.ts';
import {runOn} from '../cluster/nodes.ts';
import type {DockerCommands} from '../docker/docker-command.ts';
import {errorOf} from '../errors.ts';
import {clusterNameOf, nameFlag} from '../flags.ts';
import {temporaryPath} from '../temporary.ts';
import {importArchive, nodesFlag, targetNodes} from './targets.ts';

const flags = {name: nameFlag('the cluster context name'), nodes: nodesFlag};

/** `kind load docker-image`. https://kind.sigs.k8s.io/docs/user/quick-start/#loading-an-image-into-your-cluster */
export const dockerImage = defineCommand({
  usage: '<IMAGE> [IMAGE...] [flags]',
  short: 'Loads docker images from host into nodes',
  long: 'Loads docker images from host into all or specified nodes by name',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    if (args.length === 0) throw new Error('a list of image names is required');
    const names = [...new Set(args)];
    const images: Image[] = [];
    for (const name of names) images.push({name, id: await localId(app.docker, name)});
    const cluster = clusterNameOf(call, flags.name);
    const nodes = await targetNodes(app.docker, {cluster, named: get(flags.nodes), quoted: true});
    const lacking = await nodesThatLack(app, nodes, images);
    if (lacking.length > 0) await bring(app, lacking, names);
    return 0;
  },
});

interface Image {
  readonly name: string;
  readonly id: string;
}

async function localId(docker: DockerCommands, name: string): Promise<string> {
  try {
    return await docker.line('the ID of an image', 'image', 'inspect', '-f', '{{ .Id }}', name);
  } catch {
    throw new Error(`image: ${JSON.stringify(name)} not present locally`);
  }
}

/** The nodes that some image must be brought to; a node that has one under another name only gets the name. */
async function nodesThatLack(
  app: Kind,
  nodes: readonly string[],
  images: readonly Image[],
): Promise<readonly string[]> {
  const lacking = new Set<string>();
  for (const image of images) {
    let isRenamed = false;
    for (const node of nodes) {
      const state = await stateOn(app, node, image);
      if (state === 'renamed') isRenamed = true;
      if (state === 'absent') lacking.add(node);
    }
    if (lacking.size === 0 && !isRenamed) {
      const about = `Image: ${JSON.stringify(image.name)} with ID ${JSON.stringify(image.id)}`;
      await app.voice.info(`${about} found to be already present on all nodes.`);
    }
  }
  return [...lacking];
}

async function stateOn(
  {docker, voice}: Kind,
  node: string,
  {name, id}: Image,
): Promise<'present' | 'renamed' | 'absent'> {
  const {repoTags} = await imageOn(docker, node, id);
  const full = fullName(name);
  if (repoTags.includes(full)) return 'present';
  if (repoTags.length > 0) {
    const about = `Image with ID: ${id} already present on the node ${node} but is missing the tag ${full}.`;
    await voice.info(`${about} re-tagging...`);
    try {
      await runOn(docker, node, 'ctr', '--namespace=k8s.io', 'images', 'tag', '--force', id, full);
      return 'renamed';
    } catch (error) {
      const why = errorOf(error).message;
      await voice.say(`failed to re-tag image on the node ${node} due to an error ${why}. Will load it instead...`);
      return 'absent';
    }
  }
  if ((await imageOn(docker, node, name)).id === id) return 'present';
  const about = `Image: ${JSON.stringify(name)} with ID ${JSON.stringify(id)}`;
  await voice.info(`${about} not yet present on node ${JSON.stringify(node)}, loading...`);
  return 'absent';
}

interface NodeImage {
  readonly id: string;
  readonly repoTags: readonly string[];
}

/** An image on a node; empty when it is not there. */
async function imageOn(docker: DockerCommands, node: string, image: string): Promise<NodeImage> {
  try {
    const {stdout} = await runOn(docker, node, 'crictl', 'inspecti', image);
    const status = object(object(JSON.parse(stdout))['status']);
    return {id: text(status['id']), repoTags: texts(status['repoTags'])};
  } catch {
    return {id: '', repoTags: []};
  }
}

/** The name of an image as containerd knows it: `docker.io/library/nginx:latest`. */
export function fullName(image: string): string {
  const rooted = image.includes('/') ? image : `library/${image}`;
  const [first = ''] = rooted.split('/');
  const named = /[.:]/.test(first) || first === 'localhost' ? rooted : `docker.io/${rooted}`;
  const last = named.split('/').at(-1) ?? '';
  return last.includes(':') || named.includes('@') ? named : `${named}:latest`;
}

/** Through a file, since every node reads it from its begin. */
async function bring({docker, context}: Kind, nodes: readonly string[], names: readonly string[]): Promise<void> {
  const {files} = context;
  const folder = temporaryPath(context, 'images-tar');
  const archive = `${folder}/images.tar`;
  await files.makeFolder(folder, {parents: true, mode: 0o700});
  try {
    await docker.run({args: ['save', '-o', archive, ...names]});
    await Promise.all(nodes.map((node) => importArchive(docker, node, files.read(archive))));
  } finally {
    await files.remove(folder);
  }
}
