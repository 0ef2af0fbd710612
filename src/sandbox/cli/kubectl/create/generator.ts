import type {Command} from '../../cobra/command.ts';
import type {Flag} from '../../cobra/flag.ts';
import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {UsageError} from '../errors.ts';
import {type Json, object, text} from '../json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {withLastApplied} from '../writing/last-applied.ts';
import {failedTo} from '../writing/source-error.ts';
import {tellerFor} from '../writing/teller.ts';
import {
  dryRun,
  dryRunOf,
  fieldManager,
  fieldValidationOf,
  saveConfig,
  validate,
  writeQuery,
} from '../writing/write-flags.ts';

/** A sub-command of `create`: it makes one object of its flags. */
export interface Generator {
  /** After the path. */
  readonly usage: string;
  readonly short: string;
  readonly examples?: string;
  readonly flags: readonly Flag<unknown>[];
  /** Flags that must be given. */
  readonly required?: readonly Flag<unknown>[];
  /** Told with a failure: `deployment` in `failed to create deployment: …`; the server's own words without it. */
  readonly failure?: string;
  /** The arguments after `--` are the object's, and no names. */
  readonly takesCommand?: boolean;
  /** The object, without a namespace. */
  make(call: KubectlCall, name: string): Json | Promise<Json>;
}

const output = outputFlags();
const manager = fieldManager('kubectl-create');

/** The command of a generator. */
export function createCommand(generator: Generator): Command<Kubectl> {
  const flags = [...generator.flags, ...Object.values(output), dryRun, manager, saveConfig, validate];
  return defineCommand({
    usage: generator.usage,
    short: generator.short,
    ...(generator.examples === undefined ? {} : {examples: generator.examples}),
    flags,
    args: {kind: 'atLeast', count: 0},
    run: (call) => create(generator, call),
  });
}

/** Throws as cobra does when a flag is missing that must be there. */
export function requireFlags({changed}: KubectlCall, required: readonly Flag<unknown>[]): void {
  const missing = required.filter((flag) => !changed(flag)).map(({name}) => `"${name}"`);
  if (missing.length > 0) throw new Error(`required flag(s) ${missing.join(', ')} not set`);
}

async function create(generator: Generator, call: KubectlCall): Promise<number> {
  const {app, args, argsBeforeDash, get} = call;
  requireFlags(call, generator.required ?? []);
  const names = generator.takesCommand ? args.slice(0, argsBeforeDash ?? args.length) : args;
  const [name = ''] = names;
  if (names.length !== 1) throw new UsageError(`exactly one NAME is required, got ${names.length}`);
  const mode = dryRunOf(call);
  const tell = await tellerFor(call, output, mode);
  const made = await placed(app, await generator.make(call, name));
  const whole = get(saveConfig) ? withLastApplied(made) : made;
  if (mode === 'client') {
    await tell(whole, 'created');
    return 0;
  }
  try {
    await tell(await post(call, whole), 'created');
    return 0;
  } catch (error) {
    throw generator.failure === undefined ? error : failedTo(`create ${generator.failure}`, error);
  }
}

const clusterWide = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'PriorityClass']);

/** The object says its namespace only where `-n` named one. */
async function placed(app: Kubectl, made: Json): Promise<Json> {
  const {namespace, namespaceGiven} = await app.clientConfig();
  if (clusterWide.has(text(made['kind'])) || !namespaceGiven) return made;
  return {...made, metadata: {...object(made['metadata']), namespace}};
}

async function post(call: KubectlCall, made: Json): Promise<Json> {
  const {app, get} = call;
  const resource = await app.discovery.ofKind(text(made['apiVersion']), text(made['kind']));
  const query = writeQuery({
    dryRun: dryRunOf(call),
    fieldManager: get(manager),
    fieldValidation: fieldValidationOf(call),
  });
  const path = pathOf(resource, {namespace: await app.namespace()});
  return app.api.json({method: 'POST', path, query, json: made});
}
