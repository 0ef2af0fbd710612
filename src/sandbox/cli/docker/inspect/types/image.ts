import {any, bool, int, mapOf, optional, pointer, renamed, slice, struct, text, time} from '../go-type.ts';
import {graphDriver} from './container.ts';
import {containerConfig, healthConfig} from './container-config.ts';

/** What an image says of the containers made of it. */
const imageConfig = struct('dockerspec.DockerOCIImageConfig', {
  User: optional(text),
  ExposedPorts: optional(mapOf(struct('struct {}', {}))),
  Env: optional(slice(text)),
  Entrypoint: optional(slice(text)),
  Cmd: optional(slice(text)),
  Volumes: optional(mapOf(struct('struct {}', {}))),
  WorkingDir: optional(text),
  Labels: optional(mapOf(text)),
  StopSignal: optional(text),
  ArgsEscaped: optional(bool),
  Healthcheck: optional(pointer(healthConfig)),
  OnBuild: optional(slice(text)),
  Shell: optional(slice(text)),
});

/** What `docker image inspect` shows. */
export const imageType = struct('image.InspectResponse', {
  ID: renamed('Id', text),
  RepoTags: slice(text),
  RepoDigests: slice(text),
  Parent: text,
  Comment: text,
  Created: optional(text),
  Container: optional(text),
  ContainerConfig: optional(pointer(containerConfig)),
  DockerVersion: text,
  Author: text,
  Config: pointer(imageConfig),
  Architecture: text,
  Variant: optional(text),
  Os: text,
  OsVersion: optional(text),
  Size: int,
  VirtualSize: optional(int),
  GraphDriver: graphDriver,
  RootFS: struct('image.RootFS', {Type: optional(text), Layers: optional(slice(text))}),
  Metadata: struct('image.Metadata', {LastTagTime: optional(time)}),
  Descriptor: optional(pointer(any)),
  Manifests: optional(slice(any)),
});
