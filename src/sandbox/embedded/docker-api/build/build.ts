import {goTime} from '../containers/go-time.ts';
import type {Daemon} from '../daemon.ts';
import type {ContainerConfig, Image, NewImage} from '../images/image.ts';
import type {BuildOptions} from './build-options.ts';
import type {BuildOutput} from './build-output.ts';
import type {BuildCache} from './cache.ts';
import type {BuildContext} from './context/build-context.ts';
import type {Escape} from './dockerfile/logical-lines.ts';
import type {Intermediates} from './intermediate.ts';
import type {StageResults} from './stage-results.ts';
import {type StageState, shellOf} from './stage-state.ts';
import {stepLayer} from './step-layer.ts';

/** What the steps of one build share. */
export interface Build {
  readonly daemon: Daemon;
  readonly options: BuildOptions;
  readonly output: BuildOutput;
  readonly context: BuildContext;
  readonly cache: BuildCache;
  readonly containers: Intermediates;
  readonly stages: StageResults;
  readonly escaper: Escape;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
}

/** A step that failed with a code of its own. */
export class StepFailure extends Error {
  readonly code: number;

  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

/** Takes the image of a step from the cache, where it is. */
export async function fromCache({cache, output}: Build, state: StageState, config: ContainerConfig): Promise<boolean> {
  const found = cache.find(state.image, config);
  if (!found) return false;
  await output.text(' ---> Using cache\n');
  state.image = found;
  return true;
}

/** The configuration of the container of a step that runs nothing: its command only says what was done. */
export function nothingRun(config: ContainerConfig, comment: readonly string[]): ContainerConfig {
  return {...config, Cmd: [...shellOf(config), ...comment]};
}

/** Does a step that changes settings: a container is made and never started, and its image has the new settings. */
export async function commitSettings(build: Build, state: StageState, comment: readonly string[]): Promise<void> {
  const config = nothingRun(state.config, comment);
  if (await fromCache(build, state, config)) return;
  const made = await build.containers.create(state.image, config);
  // Docker completes a health check by that of the image, there and then.
  if (state.config.Healthcheck) state.config = {...state.config, Healthcheck: made.config.Healthcheck};
  const layer = stepLayer(made.layer, topOf(state.image));
  await commit(build, state, {layer, container: made.id, containerConfig: made.config});
}

/** Makes the image of a step; the next one starts from it. */
export async function commit(
  {daemon}: Build,
  state: StageState,
  made: Pick<NewImage, 'layer' | 'container' | 'containerConfig'>,
): Promise<void> {
  const author = state.author || undefined;
  state.image = await daemon.images.add({
    ...made,
    parent: state.image,
    config: state.config,
    // An image has the author this build names, and not that of its base.
    author: state.author,
    history: {
      created: goTime(daemon.outside.clock.now()),
      created_by: (made.containerConfig?.Cmd ?? []).join(' '),
      author,
    },
  });
}

/** The files of an image; undefined of nothing. */
export function topOf(image: Image | undefined): Image['layers'][number]['root'] | undefined {
  return image?.layers.at(-1)?.root;
}
