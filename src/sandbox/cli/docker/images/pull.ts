import {bool, text} from '../../cobra/flag-kinds.ts';
import {type Docker, defineCommand} from '../app.ts';
import {registryAuth} from '../registry/auth.ts';
import {showProgress} from '../streams/progress.ts';
import {parseReference, type Reference, repositoryOf, withDefaultTag} from './reference.ts';

const flags = {
  allTags: bool('all-tags', {short: 'a', usage: 'Download all tagged images in the repository'}),
  disableContentTrust: bool('disable-content-trust', {usage: 'Skip image verification', initial: true}),
  platform: text('platform', {usage: 'Set platform if server is multi-platform capable'}),
  quiet: bool('quiet', {short: 'q', usage: 'Suppress verbose output'}),
};

/** `docker pull`. https://docs.docker.com/reference/cli/docker/image/pull/ */
export const pull = defineCommand({
  usage: '[OPTIONS] NAME[:TAG|@DIGEST]',
  short: 'Download an image from a registry',
  aliases: 'docker image pull, docker pull',
  flags: Object.values(flags),
  args: {kind: 'exactly', count: 1},
  async run({app, args: [name = ''], get}) {
    const given = parseReference(name);
    const all = get(flags.allTags);
    const quiet = get(flags.quiet);
    if (all && (given.tag !== '' || given.digest !== '')) throw new Error("tag can't be used with --all-tags/-a");
    const reference = all ? given : withDefaultTag(given);
    if (!all && given.tag === '' && given.digest === '' && !quiet) {
      await app.print(`Using default tag: ${reference.tag}\n`);
    }
    await pullReference(app, reference, {platform: get(flags.platform), quiet});
    const shown = `${repositoryOf(reference)}${reference.tag === '' ? '' : `:${reference.tag}`}`;
    await app.print(`${shown}${reference.digest === '' ? '' : `@${reference.digest}`}\n`);
    return 0;
  },
});

async function pullReference(
  docker: Docker,
  reference: Reference,
  {platform, quiet}: {readonly platform: string; readonly quiet: boolean},
): Promise<void> {
  const {stdout, tty} = docker.context;
  const {body} = await docker.engine.call({
    method: 'POST',
    path: '/images/create',
    query: {
      fromImage: repositoryOf(reference),
      tag: reference.digest || reference.tag || undefined,
      platform: platform === '' ? undefined : platform.toLowerCase(),
    },
    headers: {'X-Registry-Auth': await registryAuth(docker, reference.domain)},
  });
  const sink = quiet ? {write: () => Promise.resolve()} : stdout;
  await showProgress(body, {sink, terminal: !quiet && tty.stdout, tty});
}
