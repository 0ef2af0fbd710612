import {distance} from 'fastest-levenshtein';
import type {ImageView, Observation, Subject} from '../../observation.ts';
import {similarTo} from '../similar.ts';
import {ask, type DockerClient} from './client.ts';
import {describeContainer} from './describe-container.ts';
import {describeImage, fullReference} from './describe-image.ts';
import {describeNetwork} from './describe-network.ts';
import {describeVolume, listedName} from './describe-volume.ts';
import {observeContainerFile} from './observe-file.ts';
import {observeLogs} from './observe-logs.ts';
import {containerPath, imagePath, networkPath, volumePath} from './paths.ts';
import {list, text, texts} from './read-json.ts';
import {isAbsent, troubleOf} from './trouble.ts';

export {surveyDocker} from './survey.ts';

export type DockerSubject = Extract<Subject, {api: 'docker'}>;

const nowhere: Observation = {state: 'absent', similar: []};

/**
 * Looks at one thing of Docker's. Never rejects: trouble is `unreachable` with cause docker-not-running,
 * docker-permission-denied or docker-not-reachable.
 */
export async function observeDocker(docker: DockerClient, subject: DockerSubject): Promise<Observation> {
  try {
    return await look(docker, subject);
  } catch (error) {
    return troubleOf(error);
  }
}

function look(docker: DockerClient, subject: DockerSubject): Promise<Observation> {
  switch (subject.resource) {
    case 'container':
      return observeContainer(docker, subject.name);
    case 'containers-of':
      return observeContainersOf(docker, subject.image);
    case 'image':
      return observeImage(docker, subject);
    case 'volume':
      return observeVolume(docker, subject.name);
    case 'network':
      return observeNetwork(docker, subject.name);
    case 'logs':
      return orAbsent(observeLogs(docker, subject.container), () => similarContainers(docker, subject.container));
    case 'file':
      return observeContainerFile(docker, subject);
  }
}

/** The names are read only when they are needed; not being able to read them takes nothing from the answer. */
async function orAbsent(seen: Promise<Observation>, similar: () => Promise<readonly string[]>): Promise<Observation> {
  try {
    return await seen;
  } catch (error) {
    if (!isAbsent(error)) throw error;
    return {state: 'absent', similar: await similar().catch(() => [])};
  }
}

function observeContainer(docker: DockerClient, name: string): Promise<Observation> {
  const seen = async (): Promise<Observation> => {
    const path = containerPath(name);
    if (path === undefined) return nowhere;
    return {state: 'present', object: describeContainer(await ask(docker, {path: `${path}/json`}))};
  };
  return orAbsent(seen(), () => similarContainers(docker, name));
}

async function similarContainers(docker: DockerClient, name: string): Promise<readonly string[]> {
  return similarTo(name, (await listContainers(docker)).map(listedName));
}

async function listContainers(docker: DockerClient): Promise<readonly unknown[]> {
  return list(await ask(docker, {path: '/containers/json', query: {all: true}}));
}

async function observeContainersOf(docker: DockerClient, image: string): Promise<Observation> {
  const [listed, id] = await Promise.all([listContainers(docker), imageId(docker, image)]);
  const wanted = fullReference(image);
  const inspected = await Promise.all(listed.map((one) => inspectIfThere(docker, text(one, 'Id'))));
  const all = inspected.filter((one) => one !== undefined).map(describeContainer);
  const made = all.filter((one) => fullReference(one.image) === wanted || one.imageId === id);
  if (made.length === 0)
    return {
      state: 'absent',
      similar: nearestImages(
        image,
        all.map((one) => one.image),
      ),
    };
  return {state: 'present', object: made.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))};
}

/** A container may go between the list and the look. */
async function inspectIfThere(docker: DockerClient, id: string): Promise<unknown> {
  return ask(docker, {path: `/containers/${id}/json`}).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
}

async function imageId(docker: DockerClient, reference: string): Promise<string | undefined> {
  const image = await inspectImage(docker, reference);
  return image?.id;
}

async function inspectImage(docker: DockerClient, reference: string): Promise<ImageView | undefined> {
  const path = imagePath(reference);
  if (path === undefined) return undefined;
  try {
    return describeImage(await ask(docker, {path: `${path}/json`}));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function observeImage(
  docker: DockerClient,
  {reference, parent, twin}: {reference: string; parent?: string; twin?: string},
): Promise<Observation> {
  const [image, from, other] = await Promise.all([
    inspectImage(docker, reference),
    parent === undefined ? undefined : inspectImage(docker, parent),
    twin === undefined ? undefined : inspectImage(docker, twin),
  ]);
  const compared = {...(from ? {parentLayers: from.layers} : {}), ...(other ? {twinId: other.id} : {})};
  if (image) return {state: 'present', object: {...image, ...compared}};
  const listed = list(await ask(docker, {path: '/images/json'}).catch(() => []));
  const tags = listed.flatMap((one) => texts(one, 'RepoTags')).filter((tag) => !tag.startsWith('<none>'));
  return {state: 'absent', similar: nearestImages(reference, tags)};
}

/** Names a few letters off, then other tags of the very repository. */
function nearestImages(reference: string, tags: readonly string[]): readonly string[] {
  const wanted = shortReference(reference);
  const known = [...new Set(tags.map(shortReference))];
  const repository = repositoryOf(wanted);
  const sameRepository = known
    .filter((tag) => repositoryOf(tag) === repository && tag !== wanted)
    .sort((a, b) => distance(wanted, a) - distance(wanted, b));
  return [...new Set([...similarTo(wanted, known), ...sameRepository])].slice(0, 3);
}

function shortReference(reference: string): string {
  return fullReference(reference).replace(/^docker\.io\/(library\/)?/, '');
}

function repositoryOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^/]*$/, '');
}

function observeVolume(docker: DockerClient, name: string): Promise<Observation> {
  const seen = async (): Promise<Observation> => {
    const path = volumePath(name);
    if (path === undefined) return nowhere;
    const [volume, containers] = await Promise.all([ask(docker, {path}), listContainers(docker)]);
    return {state: 'present', object: describeVolume(volume, containers)};
  };
  const names = async () =>
    list(await ask(docker, {path: '/volumes'}), 'Volumes').map((volume) => text(volume, 'Name'));
  return orAbsent(seen(), async () => similarTo(name, await names()));
}

function observeNetwork(docker: DockerClient, name: string): Promise<Observation> {
  const seen = async (): Promise<Observation> => {
    const path = networkPath(name);
    if (path === undefined) return nowhere;
    const [network, containers] = await Promise.all([ask(docker, {path}), listContainers(docker)]);
    return {state: 'present', object: describeNetwork(network, containers)};
  };
  const names = async () => list(await ask(docker, {path: '/networks'})).map((network) => text(network, 'Name'));
  return orAbsent(seen(), async () => similarTo(name, await names()));
}
