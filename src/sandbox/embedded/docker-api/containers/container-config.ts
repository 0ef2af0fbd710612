import {z} from 'zod';
import type {Healthcheck} from '../images/image.ts';
import {count, flag, goStruct, text, textMap, texts} from './go-json.ts';

/** A set, as Go writes one in JSON: `{"80/tcp": {}}`. */
const set = z.record(
  z.string(),
  z.looseObject({}).transform((): object => ({})),
);

/** One text or several: the command line's shell form is one. */
const command = z.preprocess((value) => (typeof value === 'string' ? [value] : value), texts);

export const healthcheckSchema: z.ZodType<Healthcheck> = goStruct({
  Test: z.array(z.string()).exactOptional(),
  Interval: z.number().int().exactOptional(),
  Timeout: z.number().int().exactOptional(),
  StartPeriod: z.number().int().exactOptional(),
  StartInterval: z.number().int().exactOptional(),
  Retries: z.number().int().exactOptional(),
});

/**
 * What a container runs, in the order the API shows it.
 * https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Container/operation/ContainerCreate
 */
export const configShape = {
  Hostname: text,
  Domainname: text,
  User: text,
  AttachStdin: flag,
  AttachStdout: flag,
  AttachStderr: flag,
  ExposedPorts: set.exactOptional(),
  Tty: flag,
  OpenStdin: flag,
  StdinOnce: flag,
  Env: z.array(z.string()).default([]),
  Cmd: command,
  Healthcheck: healthcheckSchema.exactOptional(),
  ArgsEscaped: z.boolean().exactOptional(),
  Image: text,
  Volumes: set.nullable().default(null),
  WorkingDir: text,
  Entrypoint: command,
  NetworkDisabled: z.boolean().exactOptional(),
  MacAddress: z.string().exactOptional(),
  OnBuild: texts,
  Labels: textMap.default({}),
  StopSignal: z.string().exactOptional(),
  StopTimeout: z.number().int().exactOptional(),
  Shell: z.array(z.string()).exactOptional(),
} as const;

const configSchema = z.object(configShape);

/** A container's configuration, the image's merged in once the container is made. */
export type ContainerConfig = Readonly<z.output<typeof configSchema>>;

/** One network of a create or connect call, as far as it is simulated. */
export const endpointSchema = goStruct({
  IPAMConfig: goStruct({IPv4Address: text, IPv6Address: text, LinkLocalIPs: texts}).nullable().default(null),
  Links: texts,
  Aliases: texts,
  MacAddress: text,
  DriverOpts: textMap.nullable().default(null),
  GwPriority: count,
});

export type EndpointSettings = z.output<typeof endpointSchema>;
