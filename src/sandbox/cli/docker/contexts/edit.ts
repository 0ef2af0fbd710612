import {defineFlag, type Flag} from '../../cobra/flag.ts';
import {text} from '../../cobra/flag-kinds.ts';
import {splitCsv} from '../../go/csv.ts';
import {type DockerCall, defineCommand} from '../app.ts';
import {currentContext, defaultEndpoint} from './current.ts';
import {contextStore, type StoredContext} from './store.ts';

const endpointKeys = ['from', 'host', 'ca', 'cert', 'key', 'skip-tls-verify'];

function endpointFlag(): Flag<ReadonlyMap<string, string>> {
  return defineFlag<ReadonlyMap<string, string>>(
    'docker',
    {usage: 'set the docker endpoint'},
    {
      type: 'stringToString',
      initial: new Map(),
      defaultText: '[]',
      set: (value, given) =>
        new Map([
          ...value,
          ...splitCsv(given).map((pair): [string, string] => {
            const [, key, item] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
            if (key === undefined || item === undefined) throw new Error(`${pair} must be formatted as key=value`);
            return [key, item];
          }),
        ]),
    },
  );
}

const createFlags = {
  description: text('description', {usage: 'Description of the context'}),
  docker: endpointFlag(),
  from: text('from', {usage: 'create context from a named context'}),
};

const updateFlags = {description: text('description', {usage: 'Description of the context'}), docker: endpointFlag()};

function longText(verb: 'create' | 'update', short: string): string {
  return [
    short,
    '',
    'Docker endpoint config:',
    '',
    'NAME                DESCRIPTION',
    "from                Copy named context's Docker endpoint configuration",
    'host                Docker endpoint on which to connect',
    'ca                  Trust certs signed only by this CA',
    'cert                Path to TLS certificate file',
    'key                 Path to TLS key file',
    'skip-tls-verify     Skip TLS certificate validation',
    '',
    'Example:',
    '',
    `$ docker context ${verb} my-context --description "some description" --docker "host=tcp://myserver:2376,ca=~/ca-file,cert=~/cert-file,key=~/key-file"`,
  ].join('\n');
}

/** `docker context create`. https://docs.docker.com/reference/cli/docker/context/create/ */
export const create = defineCommand({
  usage: '[OPTIONS] CONTEXT',
  short: 'Create a context',
  long: longText('create', 'Create a context'),
  flags: Object.values(createFlags),
  args: {kind: 'exactly', count: 1},
  async run(call) {
    const {app, args, get, changed} = call;
    const [name = ''] = args;
    const store = contextStore(app.context.files, app.options.configFolder);
    checkName(name);
    if (await store.has(name)) throw new Error(`context "${name}" already exists`);
    // Without an endpoint of its own it is a copy of the one in use.
    const from =
      changed(createFlags.from) || changed(createFlags.docker) ? get(createFlags.from) : await currentContext(app);
    const base = from === '' ? undefined : await named(call, from);
    const endpoint = await endpointOf(call, {given: get(createFlags.docker), base});
    await store.put({name, description: get(createFlags.description) || (base?.description ?? ''), ...endpoint});
    await app.print(`${name}\n`);
    await app.warn(`Successfully created context "${name}"\n`);
    return 0;
  },
});

/** `docker context update`. https://docs.docker.com/reference/cli/docker/context/update/ */
export const update = defineCommand({
  usage: '[OPTIONS] CONTEXT',
  short: 'Update a context',
  long: longText('update', 'Update a context'),
  flags: Object.values(updateFlags),
  args: {kind: 'exactly', count: 1},
  async run(call) {
    const {app, args, get, changed} = call;
    const [name = ''] = args;
    checkName(name);
    const store = contextStore(app.context.files, app.options.configFolder);
    const base = await store.get(name);
    const endpoint = await endpointOf(call, {given: get(updateFlags.docker), base});
    const description = changed(updateFlags.description) ? get(updateFlags.description) : base.description;
    await store.put({name, description, ...endpoint});
    await app.print(`${name}\n`);
    await app.warn(`Successfully updated context "${name}"\n`);
    return 0;
  },
});

function checkName(name: string): void {
  if (name === '') throw new Error('context name cannot be empty');
  if (name === 'default') throw new Error('"default" is a reserved context name');
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/.test(name)) {
    throw new Error(
      `context name "${name}" is invalid, names are validated against regexp "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$"`,
    );
  }
}

async function named({app}: DockerCall, name: string): Promise<StoredContext> {
  if (name === 'default')
    return {
      name,
      description: 'Current DOCKER_HOST based configuration',
      host: defaultEndpoint(app),
      skipVerify: false,
    };
  return contextStore(app.context.files, app.options.configFolder).get(name);
}

async function endpointOf(
  call: DockerCall,
  {given, base}: {readonly given: ReadonlyMap<string, string>; readonly base: StoredContext | undefined},
): Promise<Pick<StoredContext, 'host' | 'skipVerify'>> {
  const unknown = [...given.keys()].find((key) => !endpointKeys.includes(key));
  if (unknown !== undefined) {
    throw new Error(`unable to create docker endpoint config: unrecognized config key: ${unknown}`);
  }
  if (['ca', 'cert', 'key'].some((key) => given.has(key))) {
    throw new Error(
      'certificates in a context are not part of this docker command; use DOCKER_CERT_PATH and DOCKER_TLS_VERIFY.',
    );
  }
  const from = given.get('from');
  const start = from === undefined ? base : await named(call, from);
  return {
    host: given.get('host') ?? start?.host ?? '',
    skipVerify: /^(1|t|true)$/i.test(given.get('skip-tls-verify') ?? String(start?.skipVerify ?? false)),
  };
}
