import {ApiRefusal, badRequest} from '../api/refusal.ts';
import type {Daemon} from '../daemon.ts';
import type {Image} from '../images/image.ts';
import {preparePull, pulledReference} from '../images/pull.ts';
import {withDefaultTag} from '../images/reference.ts';
import type {Build} from './build.ts';
import type {BuildArgs} from './build-args.ts';
import {expandWord, variablesOf} from './dockerfile/expand.ts';
import type {Base} from './dockerfile/instruction.ts';
import {checkPulledPlatform, checkStagePlatform} from './platform.ts';

/** The image a stage begins on; undefined for `scratch`. Throws in the daemon's words. */
export async function baseOf(build: Build, {base, platform}: Base, args: BuildArgs): Promise<Image | undefined> {
  const variables = variablesOf(args.globalLines());
  const wanted = platform === '' ? '' : expandWord(platform, variables, build.escaper);
  if (platform !== '') checkStagePlatform(wanted);
  const name = expandWord(base, variables, build.escaper);
  if (name === '') throw badRequest(`base name (${base}) should not be blank`);
  const stage = build.stages.named(name);
  if (stage) return stage.image;
  return name === 'scratch' ? undefined : imageOf(build, name, wanted);
}

/** What `COPY --from` copies from: a stage that is done, or any image. Throws in the daemon's words. */
export async function copiedFrom(build: Build, from: string): Promise<Image> {
  try {
    const stage = build.stages.find(from);
    return stage ? requireImage(stage.image) : await imageOf(build, from, '');
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    throw new ApiRefusal(error.status, `invalid from flag value ${from}: ${error.message}`);
  }
}

/** An image that is here, or else is pulled. */
async function imageOf({daemon, options, output, signal}: Build, name: string, platform: string): Promise<Image> {
  const here = options.pulls ? undefined : find(daemon, name);
  if (here) return here;
  checkPulledPlatform(platform || options.platform);
  const pull = await preparePull(daemon, withDefaultTag(pulledReference(name, '')), signal);
  return pull(output.tell);
}

function find({images}: Daemon, name: string): Image | undefined {
  try {
    return images.find(name);
  } catch (error) {
    // Pulling it says what is wrong with it.
    if (error instanceof ApiRefusal) return undefined;
    throw error;
  }
}

/** A stage on nothing that has done nothing has no image to go on from. */
function requireImage(image: Image | undefined): Image {
  if (!image) throw badRequest('invalid reference format');
  return image;
}
