import {parseArgs} from 'node:util';
import {LearnError} from '../../src/errors.ts';
import {loadImages} from './load.ts';
import {pushImage, registryReady} from './push.ts';
import {imageCache, standIns} from './stand-ins.ts';

const usage = `Builds the offline stand-ins for the lesson images.
  npx tsx test/images/build.ts [--cache FOLDER] [--load DOCKER_HOST] [--push HOST:PORT]`;

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {cache: {type: 'string'}, load: {type: 'string'}, push: {type: 'string'}, help: {type: 'boolean'}},
  });
  if (values.help) return console.log(usage);
  const images = await standIns(values.cache ?? imageCache());
  for (const {reference, id, layers} of images) {
    const sizeBytes = layers.reduce((sum, layer) => sum + layer.length, 0);
    console.log(
      `${reference.padEnd(22)} ${id.slice(7, 19)}  ${layers.length} layers  ${(sizeBytes / 1e6).toFixed(1).padStart(5)} MB`,
    );
  }
  if (values.load !== undefined) {
    const {loaded, present, leftAlone} = await loadImages(images, values.load);
    console.log(`loaded ${loaded.length}, already there ${present.length}, real images left alone ${leftAlone.length}`);
  }
  if (values.push !== undefined) {
    await registryReady(values.push);
    for (const image of images) await pushImage(image, values.push);
    console.log(`pushed ${images.length} to ${values.push}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof LearnError && error.fix !== undefined) console.error(error.fix);
  process.exitCode = 1;
});
