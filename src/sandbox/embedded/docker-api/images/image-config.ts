import {z} from 'zod';
import {decode, encode} from '../../bytes/bytes.ts';
import {badRequest} from '../api/refusal.ts';
import type {ContainerConfig, HistoryLine, ImageConfigFile, RunConfig} from './image.ts';
import {TarFault} from './tar.ts';

/** Bytes of a configuration as the daemon writes it: Go's JSON, its keys in Go's order. Their digest is the image's id. */
export function configBytes(file: ImageConfigFile): Uint8Array {
  return encode(
    goJson({
      architecture: file.architecture,
      author: file.author || undefined,
      comment: file.comment || undefined,
      config: goConfig(file.config),
      container: file.container || undefined,
      container_config: file.container_config && goConfig(file.container_config),
      created: file.created,
      docker_version: file.docker_version || undefined,
      history: file.history.map(historyLine),
      os: file.os,
      rootfs: {type: 'layers', diff_ids: file.rootfs.diff_ids},
    }),
  );
}

/** Text as Go's encoder writes it: `<`, `>` and `&` escaped. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A container's or image's configuration with all its keys, as the API and the daemon's own files have it. */
export function goConfig(config: ContainerConfig): {readonly [key: string]: unknown} {
  return {
    Hostname: config.Hostname ?? '',
    Domainname: config.Domainname ?? '',
    User: config.User ?? '',
    AttachStdin: config.AttachStdin ?? false,
    AttachStdout: config.AttachStdout ?? false,
    AttachStderr: config.AttachStderr ?? false,
    ExposedPorts: filled(config.ExposedPorts),
    Tty: config.Tty ?? false,
    OpenStdin: config.OpenStdin ?? false,
    StdinOnce: config.StdinOnce ?? false,
    Env: config.Env ?? null,
    Cmd: config.Cmd ?? null,
    Healthcheck: config.Healthcheck,
    ArgsEscaped: config.ArgsEscaped || undefined,
    Image: config.Image ?? '',
    Volumes: config.Volumes ?? null,
    WorkingDir: config.WorkingDir ?? '',
    Entrypoint: config.Entrypoint ?? null,
    OnBuild: config.OnBuild ?? null,
    Labels: config.Labels ?? null,
    StopSignal: config.StopSignal || undefined,
    Shell: config.Shell && config.Shell.length > 0 ? config.Shell : undefined,
  };
}

/** Reads a configuration that came from elsewhere. Throws a TarFault for what is none. */
export function parseConfig(bytes: Uint8Array): ImageConfigFile {
  const value = parseJson(bytes);
  const hasLayers = typeof value === 'object' && value !== null && 'rootfs' in value && Boolean(value.rootfs);
  if (!hasLayers) throw new TarFault('invalid image JSON, no RootFS key');
  const parsed = configFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TarFault(
    `json: cannot unmarshal ${issue?.path.join('.') ?? ''} of an image configuration: ${issue?.message}`,
  );
}

/** What of a configuration a client sent with a commit says anything; the rest is the container's. Throws 400. */
export function parseRunConfig(value: unknown): RunConfig {
  const parsed = runConfig.safeParse(value ?? {});
  if (!parsed.success)
    throw badRequest(`invalid JSON: ${parsed.error.issues[0]?.path.join('.') ?? ''} is of a wrong type`);
  const isSaid = (entry: unknown): boolean => entry !== undefined && entry !== '' && entry !== false;
  return Object.fromEntries(Object.entries(parsed.data).filter(([, entry]) => isSaid(entry)));
}

/** Throws a TarFault in the words of Go's decoder, as far as a few of them do. */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  try {
    return JSON.parse(text);
  } catch {
    if (text.trim() === '') throw new TarFault('EOF');
    throw new TarFault(`invalid character '${[...text.trim()][0] ?? ''}' looking for beginning of value`);
  }
}

const absentAsUndefined = <Inner extends z.ZodType>(inner: Inner) =>
  inner.nullish().transform((value) => value ?? undefined);
const strings = absentAsUndefined(z.array(z.string()));
const text = absentAsUndefined(z.string());
const flag = absentAsUndefined(z.boolean());
const keys = absentAsUndefined(z.record(z.string(), z.looseObject({})));
const number = absentAsUndefined(z.number());

const healthcheck = z.object({
  Test: strings,
  Interval: number,
  Timeout: number,
  StartPeriod: number,
  StartInterval: number,
  Retries: number,
});

const runConfig = z.object({
  Hostname: text,
  Domainname: text,
  User: text,
  AttachStdin: flag,
  AttachStdout: flag,
  AttachStderr: flag,
  ExposedPorts: keys,
  Tty: flag,
  OpenStdin: flag,
  StdinOnce: flag,
  Env: strings,
  Cmd: strings,
  Healthcheck: absentAsUndefined(healthcheck),
  ArgsEscaped: flag,
  Image: text,
  Volumes: keys,
  WorkingDir: text,
  Entrypoint: strings,
  OnBuild: strings,
  Labels: absentAsUndefined(z.record(z.string(), z.string())),
  StopSignal: text,
  Shell: strings,
});

const historyEntry = z
  .object({created: text, created_by: text, comment: text, author: text, empty_layer: flag})
  .transform(({created = '', created_by = '', ...rest}): HistoryLine => ({created, created_by, ...rest}));

const configFile = z.object({
  architecture: text.transform((value) => value ?? ''),
  os: text.transform((value) => value ?? ''),
  created: text.transform((value) => value ?? ''),
  author: text,
  docker_version: text,
  comment: text,
  container: text,
  container_config: absentAsUndefined(runConfig),
  config: absentAsUndefined(runConfig).transform((value) => value ?? {}),
  history: absentAsUndefined(z.array(historyEntry)).transform((value) => value ?? []),
  rootfs: z.object({
    type: z.literal('layers'),
    diff_ids: absentAsUndefined(z.array(z.string())).transform((value) => value ?? []),
  }),
});

function filled<Value extends object>(value: Value | undefined): Value | undefined {
  return value && Object.keys(value).length > 0 ? value : undefined;
}

function historyLine({created, author, created_by, comment, empty_layer}: HistoryLine): object {
  return {
    created: created || undefined,
    author: author || undefined,
    created_by: created_by || undefined,
    comment: comment || undefined,
    empty_layer: empty_layer || undefined,
  };
}
