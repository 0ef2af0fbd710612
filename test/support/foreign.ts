import {engineJson} from '../images/daemon.ts';
import {property} from './snapshot.ts';

/** Names that somebody else's objects carry, such as those a lesson uses. */
export interface ForeignNames {
  /** A running container: `web`. */
  readonly container?: string;
  /** An image with an id of its own: `web:1`. */
  readonly image?: string;
  readonly volume?: string;
  readonly network?: string;
}

/** What belongs to somebody else; `remove` takes away exactly that. */
export interface Foreign {
  readonly containerId?: string;
  readonly imageId?: string;
  readonly networkId?: string;
  readonly remove: () => Promise<void>;
}

const labels = {'dev.k8s-learn.test': 'foreign'};

/** Creates objects on the bare daemon, past the guard. A name that is taken rejects and leaves nothing behind. */
export async function createForeign(host: string, names: ForeignNames, from = 'busybox:1.36'): Promise<Foreign> {
  const undo: string[] = [];
  const remove = async (): Promise<void> => {
    for (let path = undo.pop(); path !== undefined; path = undo.pop()) {
      await engineJson({host, method: 'DELETE', path});
    }
  };
  try {
    if (names.volume) await createVolume(host, names.volume, undo);
    const ids = {
      ...(names.network && {networkId: await createNetwork(host, names.network, undo)}),
      ...(names.image && {imageId: await createImage(host, names.image, from, undo)}),
      ...(names.container && {containerId: await startContainer(host, names.container, from, undo)}),
    };
    return {...ids, remove};
  } catch (error) {
    await remove();
    throw error;
  }
}

async function createVolume(host: string, name: string, undo: string[]): Promise<void> {
  // Creating a volume that exists succeeds silently, and removing it later would take somebody's data.
  const known = await engineJson({host, path: `/volumes?filters=${filter('name', `^${name}$`)}`});
  if (/"Volumes":\[\{/.test(JSON.stringify(known))) throw new Error(`A volume ${name} exists already; it is not ours.`);
  await engineJson({host, method: 'POST', path: '/volumes/create', body: {Name: name, Labels: labels}});
  undo.push(`/volumes/${name}`);
}

async function createNetwork(host: string, name: string, undo: string[]): Promise<string> {
  const body = {Name: name, CheckDuplicate: true, Labels: labels};
  const id = idIn(await engineJson({host, method: 'POST', path: '/networks/create', body}));
  undo.push(`/networks/${id}`);
  return id;
}

async function createImage(host: string, reference: string, from: string, undo: string[]): Promise<string> {
  const body = {Image: from, Cmd: ['true'], Labels: labels};
  const container = idIn(await engineJson({host, method: 'POST', path: '/containers/create', body}));
  try {
    const [repo = reference, tag = 'latest'] = splitTag(reference);
    const path = `/commit?container=${container}&repo=${encodeURIComponent(repo)}&tag=${tag}&comment=foreign`;
    const id = idIn(await engineJson({host, method: 'POST', path, body: {Labels: {...labels, name: reference}}}));
    undo.push(`/images/${reference}`);
    return id;
  } finally {
    await engineJson({host, method: 'DELETE', path: `/containers/${container}?force=1`});
  }
}

async function startContainer(host: string, name: string, from: string, undo: string[]): Promise<string> {
  const body = {Image: from, Cmd: ['sleep', '3600'], Labels: labels, HostConfig: {Init: true}};
  const id = idIn(await engineJson({host, method: 'POST', path: `/containers/create?name=${name}`, body}));
  undo.push(`/containers/${id}?force=1&v=1`);
  await engineJson({host, method: 'POST', path: `/containers/${id}/start`});
  return id;
}

function idIn(answer: unknown): string {
  const id = property(answer, 'Id');
  if (typeof id !== 'string') throw new Error(`Docker answered without an Id: ${JSON.stringify(answer)}`);
  return id;
}

function filter(key: string, value: string): string {
  return encodeURIComponent(JSON.stringify({[key]: {[value]: true}}));
}

// The colon of a port (`localhost:5000/web`) is not a tag's.
function splitTag(reference: string): readonly [string, string] {
  const colon = reference.lastIndexOf(':');
  return colon > reference.lastIndexOf('/')
    ? [reference.slice(0, colon), reference.slice(colon + 1)]
    : [reference, 'latest'];
}
