import {bool, text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {showProgress} from '../streams/progress.ts';

const flags = {
  input: text('input', {short: 'i', usage: 'Read from tar archive file, instead of STDIN'}),
  platform: text('platform', {
    usage: 'Load only the given platform variant. Formatted as "os[/arch[/variant]]" (e.g., "linux/amd64")',
    needs: 'api:1.48',
  }),
  quiet: bool('quiet', {short: 'q', usage: 'Suppress the load output'}),
};

/** `docker load`. https://docs.docker.com/reference/cli/docker/image/load/ */
export const load = defineCommand({
  usage: '[OPTIONS]',
  short: 'Load an image from a tar archive or STDIN',
  aliases: 'docker image load, docker load',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run({app, get}) {
    const {files, stdin, stdout, tty} = app.context;
    const input = get(flags.input);
    if (input === '' && tty.stdin) throw new Error('requested load from stdin, but stdin is empty');
    if (input !== '' && (await files.stat(input, {follow: true})) === undefined) {
      throw new Error(`open ${input}: no such file or directory`);
    }
    const {body, headers} = await app.engine.call({
      method: 'POST',
      path: '/images/load',
      // A server that is asked to be quiet says no more than what was loaded.
      query: {quiet: get(flags.quiet) || !tty.stdout ? '1' : '0'},
      headers: {'Content-Type': 'application/x-tar'},
      body: input === '' ? stdin : files.read(input),
    });
    if (headers['content-type'] === 'application/json')
      await showProgress(body, {sink: stdout, terminal: tty.stdout, tty});
    else for await (const piece of body) await stdout.write(piece);
    return 0;
  },
});
