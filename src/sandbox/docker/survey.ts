import type {ContainerView, Surroundings} from '../../observation.ts';
import {ask, type DockerClient} from './client.ts';
import {describeContainer} from './describe-container.ts';
import {describeImage} from './describe-image.ts';
import {describeNetwork} from './describe-network.ts';
import {describeVolume} from './describe-volume.ts';
import {readLines} from './observe-logs.ts';
import {list, text} from './read-json.ts';

/** More than a lesson ever makes; a learner with thousands still gets an answer at once. */
const mostOfAKind = 50;
const lastLines = 20;

/**
 * Everything of Docker's that the learner can see; what cannot be read is left out, so that a diagnosis still has
 * the rest. Never rejects.
 */
export async function surveyDocker(docker: DockerClient): Promise<Omit<Surroundings, 'calls' | 'commands'>> {
  const [listed, images, volumes, networks] = await Promise.all([
    listAt(docker, '/containers/json', {all: true}),
    listAt(docker, '/images/json'),
    listAt(docker, '/volumes'),
    listAt(docker, '/networks'),
  ]);
  const [containers, imageViews] = await Promise.all([
    readEach(listed, async (one) =>
      withLastLines(docker, await ask(docker, {path: `/containers/${text(one, 'Id')}/json`})),
    ),
    readEach(images, async (one) => describeImage(await ask(docker, {path: `/images/${text(one, 'Id')}/json`}))),
  ]);
  return {
    containers,
    images: imageViews,
    volumes: volumes.map((volume) => describeVolume(volume, listed)),
    networks: networks.map((network) => describeNetwork(network, listed)),
  };
}

async function listAt(docker: DockerClient, path: string, query = {}): Promise<readonly unknown[]> {
  try {
    const answer = await ask(docker, {path, query});
    return path === '/volumes' ? list(answer, 'Volumes') : list(answer);
  } catch {
    return [];
  }
}

async function readEach<View>(
  listed: readonly unknown[],
  read: (one: unknown) => Promise<View>,
): Promise<readonly View[]> {
  const views = await Promise.all(listed.slice(0, mostOfAKind).map((one) => read(one).catch(() => undefined)));
  return views.filter((view) => view !== undefined);
}

/** Why a container ended is mostly in its last lines. */
async function withLastLines(docker: DockerClient, inspected: unknown): Promise<ContainerView> {
  const view = describeContainer(inspected);
  if (!['exited', 'restarting', 'dead'].includes(view.state)) return view;
  const log = {path: `/containers/${view.id}`, tty: view.tty, tail: lastLines};
  return {...view, lastLines: await readLines(docker, log).catch(() => [])};
}
