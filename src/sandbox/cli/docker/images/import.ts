import {list, text} from '../../cobra/flag-kinds.ts';
import {type Docker, defineCommand} from '../app.ts';
import {showProgress} from '../streams/progress.ts';
import {parseReference, repositoryOf} from './reference.ts';

const flags = {
  change: list('change', {short: 'c', usage: 'Apply Dockerfile instruction to the created image'}),
  message: text('message', {short: 'm', usage: 'Set commit message for imported image'}),
  platform: text('platform', {usage: 'Set platform if server is multi-platform capable'}),
};

/** `docker import`. https://docs.docker.com/reference/cli/docker/image/import/ */
export const importImage = defineCommand({
  usage: '[OPTIONS] file|URL|- [REPOSITORY[:TAG]]',
  short: 'Import the contents from a tarball to create a filesystem image',
  aliases: 'docker image import, docker import',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  async run({app, args: [source = '', name = ''], get}) {
    const {stdout, tty} = app.context;
    const remote = /^(https?|ftp):\/\//.test(source);
    const body = remote ? undefined : await contentOf(app, source);
    const reference = name === '' ? undefined : parseReference(name);
    const changes = get(flags.change);
    const answer = await app.engine.call({
      method: 'POST',
      path: '/images/create',
      query: {
        fromSrc: remote ? source : '-',
        message: get(flags.message) || undefined,
        platform: get(flags.platform) ? get(flags.platform).toLowerCase() : undefined,
        repo: reference === undefined ? undefined : repositoryOf(reference),
        tag: reference?.tag || undefined,
        changes: changes.length === 0 ? undefined : changes,
      },
      ...(body === undefined ? {} : {body}),
    });
    await showProgress(answer.body, {sink: stdout, terminal: tty.stdout, tty});
    return 0;
  },
});

async function contentOf({context: {files, stdin}}: Docker, source: string) {
  if (source === '-') return stdin;
  if ((await files.stat(source, {follow: true})) === undefined) {
    throw new Error(`open ${source}: no such file or directory`);
  }
  return files.read(source);
}
