import {defineCommand} from '../app.ts';
import {pathPart} from '../engine/query.ts';
import {errorOf} from '../errors.ts';
import {parseReference, repositoryOf} from './reference.ts';

/** `docker tag`. https://docs.docker.com/reference/cli/docker/image/tag/ */
export const tag = defineCommand({
  usage: 'SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]',
  short: 'Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE',
  aliases: 'docker image tag, docker tag',
  flags: [],
  args: {kind: 'exactly', count: 2},
  async run({app, args: [source = '', target = '']}) {
    checked(source);
    const reference = checked(target);
    if (reference.digest !== '') throw new Error('refusing to create a tag with a digest reference');
    await app.engine.done({
      method: 'POST',
      path: `/images/${pathPart(source)}/tag`,
      query: {repo: repositoryOf(reference), tag: reference.tag || 'latest'},
    });
    return 0;
  },
});

function checked(name: string): ReturnType<typeof parseReference> {
  try {
    return parseReference(name);
  } catch (error) {
    const reason = errorOf(error).message;
    throw new Error(`Error parsing reference: ${JSON.stringify(name)} is not a valid repository/tag: ${reason}`);
  }
}
