import {encodeText} from '../bytes.ts';
import type {ParsedFlags} from '../cobra/parse-flags.ts';
import type {Dialect, Place} from '../cobra/run.ts';
import {findPlace} from '../cobra/run.ts';
import type {CommandContext} from '../context.ts';
import {absentFamilies} from './absent.ts';
import {createDocker, type Docker, type TlsOptions} from './app.ts';
import {legacyBuilderNote} from './builder/deprecated.ts';
import {configFile} from './config-file.ts';
import {currentServer} from './contexts/current.ts';
import {Engine} from './engine/engine.ts';
import {homeFolder} from './engine/host.ts';
import {clientVersion, gitCommit} from './engine/version.ts';
import {ExitError, errorOf} from './errors.ts';
import type {GlobalFlags} from './global-flags.ts';
import {helpText, usageLine} from './help.ts';
import {lacking} from './needs.ts';

const noTerminalColumns = 80;
const logLevels = new Set(['panic', 'fatal', 'error', 'warn', 'warning', 'info', 'debug', 'trace']);

/** docker's own words around its commands. */
export function dockerDialect(context: CommandContext, globalFlags: GlobalFlags): Dialect<Docker> {
  const say = (text: string) => context.stderr.write(encodeText(`${text}\n`));
  const tell = (text: string) => context.stdout.write(encodeText(text));
  const shared: {docker?: Docker} = {};

  return {
    async start(flags) {
      const level = flags.get(globalFlags.logLevel);
      if (flags.changed(globalFlags.logLevel) && !logLevels.has(level.toLowerCase())) {
        await say(`Unable to parse logging level: ${level}`);
        return 1;
      }
      if (flags.get(globalFlags.version)) {
        await tell(`Docker version ${clientVersion}, build ${gitCommit}\n`);
        return 0;
      }
      const hosts = flags.get(globalFlags.host);
      if (hosts.length > 1)
        return refuse(say, 'Failed to initialize: unable to resolve docker endpoint: Specify only one -H');
      if (hosts.length > 0 && flags.get(globalFlags.context) !== '') {
        return refuse(say, 'conflicting options: cannot specify both --host and --context');
      }
      shared.docker = dockerFor(context, {
        host: hosts[0] ?? '',
        context: flags.get(globalFlags.context),
        debug: flags.get(globalFlags.debug),
        configFolder: flags.get(globalFlags.config),
        tls: tlsOptions(flags, globalFlags, context),
      });
      return shared.docker;
    },

    async help(place, {asked, oldHelp}) {
      const {docker} = shared;
      if (docker === undefined) return 1;
      const note = legacyBuilderNote(place.path, context.env);
      if (note !== undefined) await say(note);
      const page = {
        columns: context.tty.stdin ? (context.tty.size()?.columns ?? noTerminalColumns) : noTerminalColumns,
      };
      const text = helpText(place, {...page, about: await docker.engine.about()});
      const old = oldHelp ? 'Flag shorthand -h has been deprecated, use --help\n' : '';
      if (asked) await tell(old + text);
      else await context.stderr.write(encodeText(text));
      return 0;
    },

    async flagProblem(place, message) {
      const note = legacyBuilderNote(place.path, context.env);
      if (note !== undefined) await say(note);
      await say(`${message}\n\nUsage:  ${calledAs(place)}\n\nRun '${place.path} --help' for more information`);
      return 125;
    },

    async argsProblem(place, problem, rule) {
      if (rule.kind === 'cobraExactly') return refuse(say, problem);
      const note = legacyBuilderNote(place.path, context.env);
      if (note !== undefined) await say(note);
      const hint = `${hintWord(problem)} '${place.path} --help' for more information`;
      await say(`docker: '${place.path}' ${problem}\n\nUsage:  ${calledAs(place)}\n\n${hint}`);
      return 1;
    },

    async unknownCommand(place, name, rest) {
      if (place.target.kind === 'program') {
        if (name === 'help') {
          const topic = await findPlace(place.program, rest);
          if (topic !== undefined) return this.help(topic, {asked: true, oldHelp: false});
          return refuse(say, `unknown help topic: ${rest.join(' ')}`);
        }
        const sentence = absentFamilies.get(name);
        if (sentence !== undefined) return refuse(say, `docker: ${sentence}`);
        await say(`docker: unknown command: docker ${name}\n\nRun 'docker --help' for more information`);
        return 1;
      }
      const unknown = `docker: unknown command: ${place.path} ${name}`;
      await say(`${unknown}\n\nUsage:  ${place.path}\n\nRun '${place.path} --help' for more information`);
      return 1;
    },

    async perform(place, run, docker) {
      const note = legacyBuilderNote(place.path, context.env);
      if (note !== undefined) await say(note);
      try {
        return await run(docker);
      } catch (thrown) {
        const error = errorOf(thrown);
        if (error.message !== '') await say(error.message);
        return error instanceof ExitError ? error.exitCode : 1;
      }
    },

    async unsupported(docker, given) {
      const needy = given.filter(({needs}) => needs !== undefined);
      if (needy.length === 0) return undefined;
      const about = await docker.engine.about();
      const problems = needy.flatMap(({name, needs}) => lacking(`--${name}`, needs, about) ?? []);
      return problems.length === 0 ? undefined : problems.join('\n');
    },
  };
}

async function refuse(say: (text: string) => Promise<void>, sentence: string): Promise<number> {
  await say(sentence);
  return 1;
}

/** The folder of config.json. */
export function configFolderOf(context: CommandContext): string {
  return context.env['DOCKER_CONFIG'] || `${homeFolder(context)}/.docker`;
}

/** Certificates are wanted by a flag, or by DOCKER_TLS_VERIFY, which also says where they are. */
function tlsOptions(flags: ParsedFlags, globalFlags: GlobalFlags, {env}: CommandContext): TlsOptions | undefined {
  const verify = flags.get(globalFlags.tlsVerify) || Boolean(env['DOCKER_TLS_VERIFY']);
  if (!verify && !flags.get(globalFlags.tls) && !env['DOCKER_TLS']) return undefined;
  const folder = env['DOCKER_CERT_PATH'];
  const path = (flag: GlobalFlags['tlsCa'], name: string) =>
    folder && !flags.changed(flag) ? `${folder}/${name}.pem` : flags.get(flag);
  return {
    verify,
    ca: path(globalFlags.tlsCa, 'ca'),
    cert: path(globalFlags.tlsCert, 'cert'),
    key: path(globalFlags.tlsKey, 'key'),
  };
}

function dockerFor(context: CommandContext, options: Docker['options']): Docker {
  const config = configFile(context.files, options.configFolder);
  const engine = new Engine(context, () => currentServer({context, options, config}));
  return createDocker({context, engine, options, config});
}

function calledAs({path, target}: Place<Docker>): string {
  switch (target.kind) {
    case 'program':
      return `${path} [OPTIONS] COMMAND [ARG...]`;
    case 'group':
      return path;
    case 'command':
      return usageLine(path, target.command.usage);
  }
}

/** docker's own hints differ by rule; that some say "SRun" is its own slip, kept so that nothing looks different. */
function hintWord(problem: string): string {
  if (problem.startsWith('requires at most')) return 'SRun';
  return problem.startsWith('requires at least') && !problem.includes('at most') ? 'See' : 'Run';
}
