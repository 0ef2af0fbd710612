import {parse, YAMLParseError} from 'yaml';
import {z} from 'zod';

/** What of the registry's configuration is looked at. */
export interface RegistryConfig {
  readonly address: string;
  readonly rootDirectory: string;
  readonly deletes: boolean;
  readonly readOnly: boolean;
  readonly level: string;
  readonly formatter: 'text' | 'json';
  readonly hasAccessLog: boolean;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Parts that would change what one sees, and are not done here. */
  readonly notSimulated: readonly string[];
}

/** The configuration cannot be used. */
export class ConfigFault extends Error {}

type Tree = {[key: string]: unknown};

const schema = z.looseObject({
  log: z
    .looseObject({
      level: z.string().optional(),
      formatter: z.string().optional(),
      accesslog: z.looseObject({disabled: z.boolean().optional()}).optional(),
    })
    .optional(),
  storage: z
    .looseObject({
      filesystem: z.looseObject({rootdirectory: z.string().optional()}).nullish(),
      delete: z.looseObject({enabled: z.boolean().optional()}).nullish(),
      maintenance: z.looseObject({readonly: z.looseObject({enabled: z.boolean().optional()}).nullish()}).nullish(),
    })
    .optional(),
  http: z
    .looseObject({
      addr: z.union([z.string(), z.number()]).optional(),
      headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
      tls: z.unknown().optional(),
    })
    .optional(),
  auth: z.unknown().optional(),
  proxy: z.unknown().optional(),
  notifications: z.unknown().optional(),
  redis: z.unknown().optional(),
});

/** Reads config.yml with the REGISTRY_* variables over it. Throws ConfigFault. https://distribution.github.io/distribution/about/configuration/ */
export function parseRegistryConfig(text: string, env: ReadonlyMap<string, string>): RegistryConfig {
  const tree = treeOf(text);
  if (!/^0\.1$/.test(String(tree['version'])))
    throw new ConfigFault(`error parsing config: unsupported version: "${tree['version'] ?? ''}"`);
  for (const [name, value] of env) override(tree, name, value);
  const parsed = schema.safeParse(tree);
  if (!parsed.success) throw new ConfigFault(`error parsing config: ${parsed.error.issues[0]?.message ?? 'invalid'}`);
  const {log, storage, http, ...rest} = parsed.data;
  if (!storage) throw new ConfigFault('error parsing config: No storage configuration provided');
  const drivers = ['azure', 'gcs', 'inmemory', 'oss', 's3', 'swift'].filter((name) => name in storage);
  return {
    address: String(http?.addr ?? ':5000'),
    rootDirectory: storage.filesystem?.rootdirectory ?? '/var/lib/registry',
    deletes: storage.delete?.enabled ?? false,
    readOnly: storage.maintenance?.readonly?.enabled ?? false,
    level: log?.level ?? 'info',
    formatter: log?.formatter === 'json' ? 'json' : 'text',
    hasAccessLog: !(log?.accesslog?.disabled ?? false),
    headers: Object.entries(http?.headers ?? {}).flatMap(([name, values]) =>
      (typeof values === 'string' ? [values] : values).map((value) => [canonical(name), value] as const),
    ),
    notSimulated: [
      ...drivers.map((name) => `storage.${name}`),
      ...(http?.tls === undefined ? [] : ['http.tls']),
      ...(['auth', 'proxy', 'notifications', 'redis'] as const).filter((name) => rest[name] !== undefined),
    ],
  };
}

function treeOf(text: string): Tree {
  try {
    const value: unknown = parse(text);
    if (isTree(value)) return value;
    throw new ConfigFault('error parsing config: no configuration in the file');
  } catch (error) {
    if (error instanceof YAMLParseError)
      throw new ConfigFault(`error parsing config: yaml: ${error.message.split('\n')[0]}`);
    throw error;
  }
}

/** `REGISTRY_STORAGE_DELETE_ENABLED=true` sets `storage.delete.enabled`. */
function override(tree: Tree, name: string, value: string): void {
  const [first, ...path] = name.split('_');
  const last = path.pop()?.toLowerCase();
  if (first !== 'REGISTRY' || last === undefined) return;
  let here = tree;
  for (const part of path.map((piece) => piece.toLowerCase())) {
    const next = here[part];
    if (isTree(next)) here = next;
    else {
      const made: Tree = {};
      here[part] = made;
      here = made;
    }
  }
  here[last] = scalar(value);
}

function scalar(value: string): unknown {
  try {
    return parse(value);
  } catch (error) {
    if (error instanceof YAMLParseError) return value;
    throw error;
  }
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As Go writes header names. */
function canonical(name: string): string {
  return name
    .split('-')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1).toLowerCase())
    .join('-');
}
