import {hex} from '../../../bytes/bytes.ts';
import {layerOver, type OverlayDirectory} from '../../../runtime/fs/overlay.ts';
import {absolutePath} from '../../../runtime/fs/path.ts';
import {releaseLayer} from '../../../runtime/fs/release-layer.ts';
import {copiedFrom} from '../base-image.ts';
import {type Build, commit, fromCache, nothingRun, topOf} from '../build.ts';
import {copyFiles} from '../copy/copy-files.ts';
import {ownerOf} from '../copy/owner.ts';
import {type Copied, findSources, type Source, sourceOfContext, sourceOfImage, sumOfAll} from '../copy/source.ts';
import type {OrderOf} from '../dockerfile/instruction.ts';
import type {StageState} from '../stage-state.ts';
import {needsBuildKit} from './needs-buildkit.ts';

/** COPY and ADD: files of the context, or of another image, become a layer. */
export async function copyStep(
  build: Build,
  state: StageState,
  order: OrderOf<'copy'> | OrderOf<'add'>,
): Promise<void> {
  const {kernel} = build.daemon;
  const name = order.kind === 'copy' ? 'COPY' : 'ADD';
  const from = order.kind === 'copy' ? order.from : '';
  if (order.chmod !== '') throw needsBuildKit('chmod');
  const source = await sourceOf(build, from);
  const found = await findSources(source, {name, sources: order.sources, goal: order.goal});
  // Without a space between owner and checksum, as the real builder has it.
  const owner = order.chown === '' ? '' : `--chown=${order.chown}`;
  const comment = `#(nop) ${name} ${owner}${sumOfAll(kernel, found)} in ${order.goal} `;
  const config = nothingRun(state.config, [comment]);
  if (await fromCache(build, state, config)) return;
  const layer = layerOver(topOf(state.image), {budget: kernel.disk});
  try {
    await fill(layer, build, state, {order, found, keepsOwners: from !== '' && order.chown === ''});
    await commit(build, state, {
      layer: layer.ownEntries().length > 0 ? layer : undefined,
      containerConfig: config,
    });
  } finally {
    // It did not become an image's: something went wrong, or the very same layer was there already.
    if (topOf(state.image) !== layer) releaseLayer(layer);
  }
}

async function sourceOf(build: Build, from: string): Promise<Source> {
  const {kernel} = build.daemon;
  if (from === '') return sourceOfContext(build.context, kernel);
  const image = await copiedFrom(build, from);
  return sourceOfImage(topOf(image) ?? layerOver(undefined, {budget: kernel.disk}), kernel);
}

async function fill(
  layer: OverlayDirectory,
  {daemon: {kernel, outside}}: Build,
  state: StageState,
  given: {
    readonly order: OrderOf<'copy'> | OrderOf<'add'>;
    readonly found: readonly Copied[];
    readonly keepsOwners: boolean;
  },
): Promise<void> {
  const {order, found, keepsOwners} = given;
  const owner = order.chown === '' ? {uid: 0, gid: 0} : ownerOf(order.chown, layer);
  await copyFiles({
    found,
    goal: goalOf(order.goal, state.config.WorkingDir ?? ''),
    layer,
    owner: keepsOwners ? undefined : owner,
    unpacks: order.kind === 'add',
    place: `/var/lib/docker/overlay2/${hex(outside.random(32))}/merged`,
    kernel,
  });
}

/** From the working folder, where it does not begin at the root; a slash at its end stays. */
function goalOf(goal: string, workingFolder: string): string {
  if (goal.startsWith('/')) return goal;
  const path = absolutePath(goal, absolutePath(workingFolder));
  return goal.endsWith('/') && path !== '/' ? `${path}/` : path;
}
