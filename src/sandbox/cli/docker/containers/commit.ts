import {bool, list, text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {familiarParts, parseReference} from '../images/reference.ts';
import {object, text as textOf} from '../json.ts';

const flags = {
  author: text('author', {
    short: 'a',
    usage: 'Author (e.g., "John Hannibal Smith <hannibal@a-team.com>")',
  }),
  change: list('change', {short: 'c', usage: 'Apply Dockerfile instruction to the created image'}),
  message: text('message', {short: 'm', usage: 'Commit message'}),
  pause: bool('pause', {short: 'p', usage: 'Pause container during commit', initial: true}),
};

/** `docker commit`. https://docs.docker.com/reference/cli/docker/container/commit/ */
export const commit = defineCommand({
  usage: '[OPTIONS] CONTAINER [REPOSITORY[:TAG]]',
  short: "Create a new image from a container's changes",
  aliases: 'docker container commit, docker commit',
  flags: Object.values(flags),
  args: {kind: 'between', least: 1, most: 2},
  async run({app, args: [container = '', name = ''], get}) {
    const changes = get(flags.change);
    const answer = await app.engine.json({
      method: 'POST',
      path: '/commit',
      query: {
        author: get(flags.author),
        comment: get(flags.message),
        container,
        ...(name === '' ? {} : repositoryQuery(name)),
        changes: changes.length === 0 ? undefined : changes,
        pause: get(flags.pause) ? undefined : '0',
      },
    });
    await app.print(`${textOf(object(answer)['Id'])}\n`);
    return 0;
  },
});

function repositoryQuery(name: string): {readonly repo: string; readonly tag: string} {
  const reference = parseReference(name);
  if (reference.digest !== '') throw new Error('refusing to create a tag with a digest reference');
  const {repository, tag} = familiarParts(reference);
  return {repo: repository, tag: tag || 'latest'};
}
