import {bool, int, mapOf, optional, pointer, slice, struct, text} from '../go-type.ts';

/** Whether a container still works. */
export const healthConfig = struct('container.HealthConfig', {
  Test: optional(slice(text)),
  Interval: optional(int),
  Timeout: optional(int),
  StartPeriod: optional(int),
  StartInterval: optional(int),
  Retries: optional(int),
});

/** What runs in a container. */
export const containerConfig = struct('container.Config', {
  Hostname: text,
  Domainname: text,
  User: text,
  AttachStdin: bool,
  AttachStdout: bool,
  AttachStderr: bool,
  ExposedPorts: optional(mapOf(struct('struct {}', {}))),
  Tty: bool,
  OpenStdin: bool,
  StdinOnce: bool,
  Env: slice(text),
  Cmd: slice(text),
  Healthcheck: optional(pointer(healthConfig)),
  ArgsEscaped: optional(bool),
  Image: text,
  Volumes: mapOf(struct('struct {}', {})),
  WorkingDir: text,
  Entrypoint: slice(text),
  NetworkDisabled: optional(bool),
  MacAddress: optional(text),
  OnBuild: slice(text),
  Labels: mapOf(text),
  StopSignal: optional(text),
  StopTimeout: optional(pointer(int)),
  Shell: optional(slice(text)),
});
