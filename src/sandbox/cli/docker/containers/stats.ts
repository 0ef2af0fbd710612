import {linesOf} from '../../bytes.ts';
import {bool} from '../../cobra/flag-kinds.ts';
import {type Docker, type DockerCall, defineCommand} from '../app.ts';
import {configText} from '../config-file.ts';
import {encodeFilters} from '../engine/query.ts';
import {EngineError, errorOf} from '../errors.ts';
import {tableFormat} from '../flags/format-flag.ts';
import {listingText} from '../format/listing.ts';
import {type Json, object, objects, text} from '../json.ts';
import {containerPath} from './paths.ts';
import {type Measured, statsHeaders, statsRow} from './stats-row.ts';

const flags = {
  all: bool('all', {short: 'a', usage: 'Show all containers (default shows just running)'}),
  format: tableFormat(),
  noStream: bool('no-stream', {usage: 'Disable streaming stats and only pull the first result'}),
  noTrunc: bool('no-trunc', {usage: 'Do not truncate output'}),
};

const table =
  'table {{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}';
const drawEveryMs = 500;

/** `docker stats`. https://docs.docker.com/reference/cli/docker/container/stats/ */
export const stats = defineCommand({
  usage: '[OPTIONS] [CONTAINER...]',
  short: 'Display a live stream of container(s) resource usage statistics',
  aliases: 'docker container stats, docker stats',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    const names = args.length > 0 ? args : await listed(app, get(flags.all));
    const given = get(flags.format) || (await configText(app.config, 'statsFormat')) || 'table';
    const format = given === 'table' ? table : given;
    if (get(flags.noStream)) return measureOnce(call, names, format);
    return measureOn(call, names, format);
  },
});

async function listed({engine}: Docker, all: boolean): Promise<readonly string[]> {
  const containers = objects(await engine.json({path: '/containers/json', query: {all}}));
  return containers.map(({Id}) => text(Id).slice(0, 12));
}

function shown({get}: DockerCall, measured: readonly Measured[], format: string): string {
  const truncates = !get(flags.noTrunc);
  return listingText({format, headers: statsHeaders, rows: measured.map((each) => statsRow(each, truncates))});
}

async function measureOnce(call: DockerCall, names: readonly string[], format: string): Promise<number> {
  const {engine} = call.app;
  const measured = await Promise.all(
    names.map(async (container): Promise<Measured | Error> => {
      try {
        const path = containerPath(container, 'stats');
        return {container, stats: object(await engine.json({path, query: {stream: '0'}}))};
      } catch (error) {
        return call.args.length > 0 ? errorOf(error) : {container, stats: undefined};
      }
    }),
  );
  const failure = measured.find((each) => each instanceof Error);
  if (failure instanceof Error) throw failure;
  await call.app.print(
    shown(
      call,
      measured.flatMap((each) => (each instanceof Error ? [] : [each])),
      format,
    ),
  );
  return 0;
}

/** Measures until it is ended from outside, or, where containers were named, until the last of them is gone. */
async function measureOn(call: DockerCall, names: readonly string[], format: string): Promise<number> {
  const {app} = call;
  const watch = new Watch(app);
  for (const name of names) watch.add(name);
  await watch.settled();
  const failure = call.args.length > 0 ? watch.failure : undefined;
  if (failure !== undefined) throw failure;
  if (call.args.length === 0) void watch.follow();
  for (;;) {
    const lines = shown(call, watch.measured(), format);
    await app.print(redraw(lines));
    if (call.args.length > 0 && watch.isEmpty()) return 0;
    await new Promise<void>((next) => void app.context.clock.after(drawEveryMs, next));
  }
}

/** Draws over what was there, then over each line to its end, in case it was longer. */
function redraw(lines: string): string {
  const page = `\u001b[H${lines}`;
  const cleared = page.split('\n').map((line) => `${line} \u001b[K\n`);
  return `${page}${cleared.join('')}\u001b[J`;
}

class Watch {
  failure: Error | undefined;
  private readonly docker: Docker;
  private readonly known = new Map<string, Json | undefined>();
  private readonly firsts: Promise<void>[] = [];

  constructor(docker: Docker) {
    this.docker = docker;
  }

  add(container: string): void {
    if (this.known.has(container)) return;
    this.known.set(container, undefined);
    this.firsts.push(new Promise((first) => void this.read(container, first)));
  }

  measured(): readonly Measured[] {
    return [...this.known].map(([container, stats]) => ({container, stats}));
  }

  isEmpty(): boolean {
    return this.known.size === 0;
  }

  async settled(): Promise<void> {
    await Promise.all(this.firsts);
  }

  /** Keeps up with containers that start and end. */
  async follow(): Promise<void> {
    const filters = new Map([['type', ['container']]]);
    const {body} = await this.docker.engine.call({path: '/events', query: {filters: encodeFilters(filters)}});
    for await (const line of linesOf(body)) {
      const event = object(JSON.parse(line));
      const id = text(object(event['Actor'])['ID']).slice(0, 12);
      if (event['Action'] === 'start') this.add(id);
      else if (event['Action'] === 'die') this.known.delete(id);
    }
  }

  private async read(container: string, first: () => void): Promise<void> {
    try {
      const path = containerPath(container, 'stats');
      const {body} = await this.docker.engine.call({path, query: {stream: '1'}});
      for await (const line of linesOf(body)) {
        if (!this.known.has(container)) break;
        if (line.trim() !== '') this.known.set(container, object(JSON.parse(line)));
        first();
      }
      this.known.delete(container);
    } catch (error) {
      if (error instanceof EngineError) this.failure = error;
      this.known.delete(container);
    }
    first();
  }
}
