import {bool, text} from '../../cobra/flag-kinds.ts';
import {type Docker, defineCommand} from '../app.ts';
import {EngineError} from '../errors.ts';
import {plainFormat} from '../flags/format-flag.ts';
import {type Inspected, inspectAll} from './inspect-all.ts';
import {type Kind, lookUps} from './look-up.ts';

const flags = {
  format: plainFormat(),
  size: bool('size', {short: 's', usage: 'Display total file sizes if the type is container'}),
  type: text('type', {usage: 'Only inspect objects of the given type'}),
};

const order: readonly Kind[] = ['container', 'image', 'network', 'volume'];
const swarmKinds = ['config', 'node', 'plugin', 'secret', 'service', 'task'];

/** `docker inspect`. https://docs.docker.com/reference/cli/docker/inspect/ */
export const inspect = defineCommand({
  usage: '[OPTIONS] NAME|ID [NAME|ID...]',
  short: 'Return low-level information on Docker objects',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  async run({app, args, get, changed}) {
    const type = get(flags.type);
    if (changed(flags.type) && type === '') throw new Error(`type is empty: must be one of ${knownTypes()}`);
    const kinds = type === '' ? order : [kindOf(type)];
    return inspectAll(app, {
      names: args,
      format: get(flags.format),
      look: (name) => lookFor(app, name, {kinds, size: get(flags.size)}),
    });
  },
});

function kindOf(type: string): Kind {
  const kind = order.find((known) => known === type);
  if (kind !== undefined) return kind;
  if (swarmKinds.includes(type)) throw new Error(`a ${type} cannot be inspected: it is no part of this docker command`);
  throw new Error(`unknown type: ${JSON.stringify(type)}: must be one of ${knownTypes()}`);
}

function knownTypes(): string {
  return [...order, ...swarmKinds]
    .sort()
    .map((name) => JSON.stringify(name))
    .join(', ');
}

async function lookFor(
  docker: Docker,
  name: string,
  {kinds, size}: {readonly kinds: readonly Kind[]; readonly size: boolean},
): Promise<Inspected> {
  for (const kind of kinds) {
    try {
      return await lookUps[kind](docker, name, {size});
    } catch (error) {
      if (kinds.length === 1 || !(error instanceof EngineError) || !isMissing(error)) throw error;
    }
  }
  throw new Error(`Error: No such object: ${name}`);
}

/** A name that one kind does not have, or could not have, may be that of another. */
function isMissing({status, reason}: EngineError): boolean {
  return status === 404 || status === 400 || /no such|not found|invalid/i.test(reason);
}
