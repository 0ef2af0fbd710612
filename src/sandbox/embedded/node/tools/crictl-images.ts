import {humanSize} from '../../docker-api/images/progress.ts';
import type {NodeImage} from '../node.ts';
import {CrictlFailure, type CrictlRun, type CrictlVerb, tableText} from './crictl-run.ts';

/** `crictl images` */
export const images: CrictlVerb = async ({process, machine, flags, names}) => {
  const wanted = (name: string): boolean => names.length === 0 || names.some((part) => name.includes(part));
  const list = machine.images.list().filter(({tags}) => tags.some(wanted) || (tags.length === 0 && names.length === 0));
  if (flags.has('q') || flags.has('quiet')) return process.print(list.map(({id}) => `${id}\n`).join(''));
  if (output(flags) !== 'table')
    return process.print(`${JSON.stringify({images: list.map(imageJson)}, undefined, 2)}\n`);
  const rows = list.flatMap((image) =>
    (image.tags.length === 0 ? ['<none>:<none>'] : image.tags).map((name) => rowOf(image, name)),
  );
  rows.sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
  return process.print(tableText([['IMAGE', 'TAG', 'IMAGE ID', 'SIZE'], ...rows]));
};

function rowOf({id, sizeBytes}: NodeImage, name: string): readonly string[] {
  const at = name.lastIndexOf(':');
  return [
    name.slice(0, at),
    name.slice(at + 1),
    id.slice('sha256:'.length, 'sha256:'.length + 13),
    humanSize(sizeBytes),
  ];
}

export function output(flags: CrictlRun['flags']): string {
  return flags.get('o') ?? flags.get('output') ?? 'table';
}

function imageJson({id, tags, digests, sizeBytes, config}: NodeImage): object {
  const username = config.User ?? '';
  return {
    id,
    repoTags: tags,
    repoDigests: digests,
    size: String(sizeBytes),
    uid: null,
    username,
    spec: null,
    pinned: false,
  };
}

/** `crictl inspecti`: kind asks by it what has to be loaded. */
export const inspectImage: CrictlVerb = async ({process, machine, names}) => {
  if (names.length === 0) throw new CrictlFailure('image id cannot be empty');
  for (const name of names) {
    const image = machine.images.find(name);
    if (!image) throw new CrictlFailure(`no such image "${name}" present`);
    const info = {imageSpec: {architecture: 'amd64', os: 'linux', config: image.config}};
    await process.print(`${JSON.stringify({info, status: imageJson(image)}, undefined, 2)}\n`);
  }
};

/** `crictl pull` */
export const pull: CrictlVerb = async ({process, machine, names}) => {
  const [name] = names;
  if (name === undefined) throw new CrictlFailure('image name cannot be empty');
  const image = await process.wait(machine.images.pull(name, process.signal));
  await process.print(`Image is up to date for ${image.id}\n`);
};

/** `crictl rmi` */
export const removeImages: CrictlVerb = async ({process, machine, names, flags}) => {
  const used = new Set(machine.runtime.containers().map(({spec}) => spec.image.id));
  const unused = machine.images.list().filter(({id}) => !used.has(id));
  const all = flags.has('prune') ? unused : flags.has('a') || flags.has('all') ? machine.images.list() : undefined;
  for (const name of all?.map(({id}) => id) ?? names) {
    const removed = machine.images.remove(name);
    if (!removed) throw new CrictlFailure(`no such image ${name}`);
    for (const one of removed) await process.print(`Deleted: ${one}\n`);
  }
};
