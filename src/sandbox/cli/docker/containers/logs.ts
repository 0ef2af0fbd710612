import {bool, text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {object, text as textOf} from '../json.ts';
import {copyFrames} from '../streams/frames.ts';
import {apiTimestamp} from '../timestamp.ts';
import {containerPath} from './paths.ts';

const flags = {
  details: bool('details', {usage: 'Show extra details provided to logs'}),
  follow: bool('follow', {short: 'f', usage: 'Follow log output'}),
  since: text('since', {
    usage: 'Show logs since timestamp (e.g. "2013-01-02T13:23:37Z") or relative (e.g. "42m" for 42 minutes)',
  }),
  tail: text('tail', {short: 'n', usage: 'Number of lines to show from the end of the logs', initial: 'all'}),
  timestamps: bool('timestamps', {short: 't', usage: 'Show timestamps'}),
  until: text('until', {
    usage: 'Show logs before a timestamp (e.g. "2013-01-02T13:23:37Z") or relative (e.g. "42m" for 42 minutes)',
  }),
};

/** `docker logs`. https://docs.docker.com/reference/cli/docker/container/logs/ */
export const logs = defineCommand({
  usage: '[OPTIONS] CONTAINER',
  short: 'Fetch the logs of a container',
  aliases: 'docker container logs, docker logs',
  flags: Object.values(flags),
  args: {kind: 'exactly', count: 1},
  async run({app, args: [name = ''], get}) {
    const {engine, context} = app;
    const container = object(await engine.json({path: containerPath(name, 'json')}));
    const nowMs = context.clock.now();
    const {body} = await engine.call({
      path: containerPath(textOf(container['Id']), 'logs'),
      query: {
        details: get(flags.details),
        follow: get(flags.follow),
        since: named('since', get(flags.since), nowMs),
        stderr: true,
        stdout: true,
        tail: get(flags.tail),
        timestamps: get(flags.timestamps),
        until: named('until', get(flags.until), nowMs),
      },
    });
    if (object(container['Config'])['Tty'] === true) for await (const piece of body) await context.stdout.write(piece);
    else await copyFrames(body, context);
    return 0;
  },
});

function named(name: string, given: string, nowMs: number): string | undefined {
  if (given === '') return undefined;
  try {
    return apiTimestamp(given, nowMs);
  } catch (error) {
    throw new Error(`invalid value for "${name}": ${error instanceof Error ? error.message : String(error)}`);
  }
}
