import {ansiTime} from '../../go/time.ts';
import {compileTemplate} from '../../template/execute.ts';
import {builtins, dockerFunctions} from '../../template/functions.ts';
import {type Docker, defineCommand} from '../app.ts';
import {currentContext} from '../contexts/current.ts';
import {clientVersion, gitCommit, newestApi} from '../engine/version.ts';
import {ExitError, errorOf} from '../errors.ts';
import {plainFormat} from '../flags/format-flag.ts';
import {bool, decode, mapOf, optional, pointer, renamed, slice, struct, text} from '../inspect/go-type.ts';
import {type Json, object, objects, text as textOf} from '../json.ts';

const flags = {format: plainFormat()};

const platform = optional(pointer(struct('system.platformInfo', {Name: text})));

const clientType = struct('system.clientVersion', {
  Platform: platform,
  Version: text,
  APIVersion: renamed('ApiVersion', text),
  DefaultAPIVersion: text,
  GitCommit: text,
  GoVersion: text,
  Os: text,
  Arch: text,
  BuildTime: optional(text),
  Context: text,
});

const serverType = struct('types.Version', {
  Platform: struct('struct { Name string }', {Name: text}),
  Components: optional(
    slice(struct('types.ComponentVersion', {Name: text, Version: text, Details: optional(mapOf(text))})),
  ),
  Version: text,
  APIVersion: renamed('ApiVersion', text),
  MinAPIVersion: optional(text),
  GitCommit: text,
  GoVersion: text,
  Os: text,
  Arch: text,
  KernelVersion: optional(text),
  Experimental: optional(bool),
  BuildTime: optional(text),
});

const versionType = struct('system.versionInfo', {Client: clientType, Server: pointer(serverType)});

/** `docker version`. https://docs.docker.com/reference/cli/docker/version/ */
export const version = defineCommand({
  usage: '[OPTIONS]',
  short: 'Show the Docker version information',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run({app, get}) {
    const format = get(flags.format);
    const template = format === '' || format === 'json' ? undefined : parse(format);
    const client = await clientOf(app);
    let server: Json | undefined;
    let failure: Error | undefined;
    try {
      server = withReadableTime(object(await app.engine.json({path: '/version'})));
    } catch (error) {
      failure = errorOf(error);
    }
    if (format === '') await app.print(clientText(client) + (server === undefined ? '' : serverText(server)));
    else {
      const value = decode(versionType, {Client: client, Server: server ?? null});
      const shown = template ?? compileTemplate('{{json .}}', dockerFunctions, 'version');
      try {
        await app.print(`${shown.execute(value)}\n`);
      } catch (error) {
        await app.print('\n');
        throw failure ?? error;
      }
    }
    if (failure !== undefined) throw failure;
    return 0;
  },
});

function parse(format: string) {
  try {
    return compileTemplate(format, new Map([...builtins, ...dockerFunctions]), 'version');
  } catch (error) {
    throw new ExitError(64, `template parsing error: ${errorOf(error).message}`);
  }
}

/** The time of the engine's build as people read it; the server's own field keeps its form. */
function withReadableTime(server: Json): Json {
  const components = objects(server['Components']).map((component) => {
    const details = object(component['Details']);
    if (textOf(details['BuildTime']) === '') return component;
    return {...component, Details: {...details, BuildTime: ansiTime(textOf(details['BuildTime']))}};
  });
  return components.length === 0 ? server : {...server, Components: components};
}

/** What this command says of itself. It is no build of Go's, and says so. */
export async function clientOf({context, engine, options, config}: Docker): Promise<Json> {
  const {api} = await engine.about();
  return {
    Version: clientVersion,
    ApiVersion: api,
    DefaultAPIVersion: newestApi,
    GitCommit: gitCommit,
    GoVersion: 'none (k8s-learn)',
    Os: context.platform.os,
    Arch: context.platform.arch,
    Context: await currentContext({context, options, config}),
  };
}

function clientText(client: Json): string {
  const api = textOf(client['ApiVersion']);
  return lines([
    'Client: k8s-learn',
    ` Version:           ${textOf(client['Version'])}`,
    ` API version:       ${api}${api === newestApi ? '' : ` (downgraded from ${newestApi})`}`,
    ` Go version:        ${textOf(client['GoVersion'])}`,
    ` Git commit:        ${textOf(client['GitCommit'])}`,
    ` OS/Arch:           ${textOf(client['Os'])}/${textOf(client['Arch'])}`,
    ` Context:           ${textOf(client['Context'])}`,
  ]);
}

function serverText(server: Json): string {
  const name = textOf(object(server['Platform'])['Name']);
  return lines(['', `Server:${name === '' ? '' : ` ${name}`}`, ...componentsOf(server).flatMap(componentLines)]);
}

function componentsOf(server: Json): readonly Json[] {
  const components = objects(server['Components']);
  if (components.length > 0) return components;
  // Old servers have no list: what they say of themselves is their engine.
  return [{Name: 'Engine', Version: server['Version'], Details: server}];
}

function componentLines({Name, Version, Details}: Json): readonly string[] {
  const details = object(Details);
  const heading = [` ${textOf(Name)}:`, `  Version:          ${textOf(Version)}`];
  const detail = (key: string) => textOf(details[key]);
  if (Name !== 'Engine') {
    const others = Object.keys(details).sort();
    return [...heading, ...others.map((key) => `  ${`${key}:`.padEnd(17)} ${detail(key)}`)];
  }
  return [
    ...heading,
    `  API version:      ${detail('ApiVersion')} (minimum version ${detail('MinAPIVersion')})`,
    `  Go version:       ${detail('GoVersion')}`,
    `  Git commit:       ${detail('GitCommit')}`,
    `  Built:            ${detail('BuildTime')}`,
    `  OS/Arch:          ${detail('Os')}/${detail('Arch')}`,
    `  Experimental:     ${detail('Experimental')}`,
  ];
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
