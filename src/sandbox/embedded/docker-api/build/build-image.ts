import {ApiRefusal} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';
import type {Image} from '../images/image.ts';
import {familiarText} from '../images/reference.ts';
import {baseOf} from './base-image.ts';
import type {Build} from './build.ts';
import {BuildArgs} from './build-args.ts';
import type {BuildOptions} from './build-options.ts';
import {type BuildOutput, shortId} from './build-output.ts';
import {BuildCache} from './cache.ts';
import type {BuildContext} from './context/build-context.ts';
import {variablesOf} from './dockerfile/expand.ts';
import {expandArgs} from './dockerfile/expand-order.ts';
import type {Dockerfile, Stage, Step} from './dockerfile/instruction.ts';
import {parseTrigger, upTo} from './dockerfile/parse.ts';
import {Intermediates} from './intermediate.ts';
import {StageResults} from './stage-results.ts';
import {beginStage, type StageState} from './stage-state.ts';
import {doStep} from './steps/do-step.ts';

/** A build that can begin: everything the client is refused for at once has been looked at. */
export interface ReadyBuild {
  readonly daemon: Daemon;
  readonly options: BuildOptions;
  readonly context: BuildContext;
  readonly file: Dockerfile;
  /** As far as the target wants them, the client's labels at their end. */
  readonly stages: readonly Stage[];
  readonly signal: AbortSignal;
}

/** The stages a build has to do. Throws 400 for a target there is not. */
export function stagesOf(file: Dockerfile, {target, labels}: BuildOptions): readonly Stage[] {
  const stages = upTo(file.stages, target);
  const last = stages.at(-1);
  if (!last) return stages;
  const added = Object.keys(labels)
    .sort()
    .map((key): Step => {
      const value = labels[key] ?? '';
      return {source: `LABEL ${key}=${value}`, order: {kind: 'label', pairs: [{key, value}], isVerbatim: true}};
    });
  return [...stages.slice(0, -1), {...last, steps: [...last.steps, ...added]}];
}

/** Builds, telling of every step; resolves with the image. Rejects in the daemon's words. */
export async function buildImage(ready: ReadyBuild, output: BuildOutput): Promise<Image> {
  const {daemon, options, context, file, stages, signal} = ready;
  const build: Build = {
    daemon,
    options,
    output,
    context,
    cache: new BuildCache(daemon, options),
    containers: new Intermediates(daemon, output, options.host),
    stages: new StageResults(),
    escaper: file.escaper,
    signal,
  };
  if (file.warnings.length > 0) await output.error(`${file.warnings.join('\n')}\n`);
  const steps = new StepCount(
    output,
    file.args.length + stages.reduce((sum, stage) => sum + 1 + stage.steps.length, 0),
  );
  const args = new BuildArgs(options.buildArgs);
  for (const {source, order} of file.args) {
    await steps.tell(source);
    const known = variablesOf(args.lines([]));
    for (const argument of expandArgs(order, known, file.escaper).args) args.declareGlobal(argument);
  }
  let image: Image | undefined;
  for (const stage of stages) image = await buildStage(build, stage, {args: args.forStage(), steps});
  const unused = args.unused();
  if (unused.length > 0)
    await output.text(`[Warning] One or more build-args [${unused.join(' ')}] were not consumed\n`);
  if (!image) throw new ApiRefusal(500, 'No image was generated. Is your Dockerfile empty?');
  await finish(build, image);
  return image;
}

async function buildStage(
  build: Build,
  {from, steps}: Stage,
  given: {readonly args: BuildArgs; readonly steps: StepCount},
): Promise<Image | undefined> {
  const {output, cache, stages, signal, options} = build;
  const {name} = from.order;
  stages.checkFree(name);
  await given.steps.tell(from.source);
  cache.reset();
  const state = beginStage(name, await baseOf(build, from.order, given.args), given.args);
  await runTriggers(build, state);
  await output.text(` ---> ${shortId(state.image?.id ?? '')}\n`);
  for (const {source, order} of steps) {
    if (signal.aborted) throw new ApiRefusal(500, 'Build cancelled');
    await given.steps.tell(source);
    await doStep(build, state, order);
    await output.text(` ---> ${shortId(state.image?.id ?? '')}\n`);
  }
  if (options.tellsIds && state.image) await output.imageId(state.image.id);
  stages.add(name, state.image);
  return state.image;
}

/** What the base left for its children to do (ONBUILD). */
async function runTriggers(build: Build, state: StageState): Promise<void> {
  const triggers = state.config.OnBuild ?? [];
  if (triggers.length === 0) return;
  state.config = {...state.config, OnBuild: undefined};
  await build.output.text(`# Executing ${triggers.length} build trigger${triggers.length > 1 ? 's' : ''}\n`);
  for (const trigger of triggers) await doStep(build, state, parseTrigger(trigger).order);
}

async function finish({daemon, options, output}: Build, image: Image): Promise<void> {
  await output.text(`Successfully built ${shortId(image.id)}\n`);
  for (const tag of options.tags) {
    daemon.images.tag(image, tag);
    await output.text(`Successfully tagged ${familiarText(tag)}\n`);
  }
  await output.quietId(image.id);
}

/** Numbers the steps of a build. */
class StepCount {
  readonly #output: BuildOutput;
  readonly #total: number;
  #done = 0;

  constructor(output: BuildOutput, total: number) {
    this.#output = output;
    this.#total = total;
  }

  tell(source: string): Promise<void> {
    this.#done += 1;
    return this.#output.step(this.#done, this.#total, source);
  }
}
