import {z} from 'zod';
import type {
  Call,
  CallsView,
  ContainerView,
  FileView,
  HttpView,
  ImageView,
  LogsView,
  NetworkView,
  Params,
  QuizView,
  RegistryView,
  VolumeView,
} from '../../observation.ts';

/**
 * Readers of the objects inside an observation, which crossed a process boundary as plain JSON.
 * Only what checks look at must be there; the rest is filled with its empty value.
 */
const texts = z.array(z.string()).default([]);
const textMap = z.record(z.string(), z.string()).default({});
const text = z.string().default('');
const number = z.number().default(0);

export const containerView: z.ZodType<ContainerView> = z.object({
  id: text,
  name: z.string(),
  image: z.string(),
  imageId: text,
  state: z.enum(['created', 'running', 'paused', 'restarting', 'exited', 'dead', 'removing']),
  exitCode: number,
  oomKilled: z.boolean().default(false),
  error: text,
  createdAt: text,
  startedAt: text,
  finishedAt: text,
  restartCount: number,
  health: z.enum(['', 'starting', 'healthy', 'unhealthy']).default(''),
  entrypoint: texts,
  command: texts,
  tty: z.boolean().default(false),
  env: textMap,
  labels: textMap,
  ports: z
    .array(z.object({host: z.number(), container: z.number(), protocol: z.enum(['tcp', 'udp', 'sctp']).default('tcp')}))
    .default([]),
  exposed: z.array(z.number()).default([]),
  networks: z.array(z.object({name: z.string(), address: text, aliases: texts})).default([]),
  mounts: z
    .array(
      z.object({
        type: z.enum(['volume', 'bind', 'tmpfs']),
        source: z.string(),
        target: z.string(),
        readOnly: z.boolean().default(false),
      }),
    )
    .default([]),
  memoryBytes: number,
  cpus: number,
  restart: text,
  startMs: number,
  lastLines: z.array(z.string()).exactOptional(),
});

export const containerViews: z.ZodType<readonly ContainerView[]> = z.array(containerView);

export const imageView: z.ZodType<ImageView> = z.object({
  id: text,
  tags: texts,
  digests: texts,
  layers: texts,
  parentLayers: z.array(z.string()).exactOptional(),
  twinId: z.string().exactOptional(),
  sizeBytes: number,
  createdAt: text,
  entrypoint: texts,
  command: texts,
  env: textMap,
  labels: textMap,
  exposed: z.array(z.number()).default([]),
  workingFolder: text,
  user: text,
});

export const volumeView: z.ZodType<VolumeView> = z.object({name: z.string(), labels: textMap, usedBy: texts});

export const networkView: z.ZodType<NetworkView> = z.object({
  name: z.string(),
  driver: text,
  subnets: texts,
  containers: texts,
});

export const registryView: z.ZodType<RegistryView> = z.object({
  repository: z.string(),
  tag: text,
  digest: text,
  tags: texts,
});

export const httpView: z.ZodType<HttpView> = z.object({status: z.number(), headers: textMap, body: text});

export const logsView: z.ZodType<LogsView> = z.object({lines: z.array(z.string())});

export const fileView: z.ZodType<FileView> = z.object({
  type: z.enum(['file', 'folder']),
  content: text,
  sizeBytes: number,
});

export const quizView: z.ZodType<QuizView> = z.object({chosen: z.array(z.number())});

const params: z.ZodType<Params> = z.record(z.string(), z.json()).default({});

const callList: z.ZodType<readonly Call[]> = z.array(
  z.object({at: number, verb: z.string(), target: text, status: z.number(), error: text, detail: params}),
);

export const callsView: z.ZodType<CallsView> = z.object({calls: callList});
