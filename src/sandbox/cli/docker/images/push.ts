import {bool, text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {pathPart} from '../engine/query.ts';
import {registryAuth} from '../registry/auth.ts';
import {showProgress} from '../streams/progress.ts';
import {familiarName, parseReference, repositoryOf, withDefaultTag} from './reference.ts';

const flags = {
  allTags: bool('all-tags', {short: 'a', usage: 'Push all tags of an image to the repository'}),
  disableContentTrust: bool('disable-content-trust', {usage: 'Skip image signing', initial: true}),
  platform: text('platform', {
    usage: [
      'Push a platform-specific manifest as a single-platform image to the registry.',
      "Image index won't be pushed, meaning that other manifests, including attestations won't be preserved.",
      "'os[/arch[/variant]]': Explicit platform (eg. linux/amd64)",
    ].join('\n'),
    needs: 'api:1.46',
  }),
  quiet: bool('quiet', {short: 'q', usage: 'Suppress verbose output'}),
};

/** `docker push`. https://docs.docker.com/reference/cli/docker/image/push/ */
export const push = defineCommand({
  usage: '[OPTIONS] NAME[:TAG]',
  short: 'Upload an image to a registry',
  aliases: 'docker image push, docker push',
  flags: Object.values(flags),
  args: {kind: 'exactly', count: 1},
  async run({app, args: [name = ''], get}) {
    const {stdout, tty} = app.context;
    const given = parseReference(name);
    const all = get(flags.allTags);
    const quiet = get(flags.quiet);
    if (all && given.tag !== '') throw new Error("tag can't be used with --all-tags/-a");
    const reference = all ? given : withDefaultTag(given);
    if (!all && given.tag === '' && !quiet) await app.print(`Using default tag: ${reference.tag}\n`);
    const {body} = await app.engine.call({
      method: 'POST',
      path: `/images/${pathPart(familiarName(reference))}/push`,
      query: {tag: reference.tag || undefined, platform: get(flags.platform) || undefined},
      headers: {'X-Registry-Auth': await registryAuth(app, reference.domain)},
    });
    const sink = quiet ? {write: () => Promise.resolve()} : stdout;
    await showProgress(body, {sink, terminal: !quiet && tty.stdout, tty});
    if (quiet) await app.print(`${repositoryOf(reference)}${reference.tag === '' ? '' : `:${reference.tag}`}\n`);
    return 0;
  },
});
