import {any, bool, int, mapOf, optional, pointer, renamed, slice, struct, text, time} from '../go-type.ts';
import {containerConfig} from './container-config.ts';
import {endpointSettings, portBinding} from './endpoint.ts';
import {hostConfig} from './host-config.ts';

const health = struct('container.Health', {
  Status: text,
  FailingStreak: int,
  Log: slice(pointer(struct('container.HealthcheckResult', {Start: time, End: time, ExitCode: int, Output: text}))),
});

const state = struct('container.State', {
  Status: text,
  Running: bool,
  Paused: bool,
  Restarting: bool,
  OOMKilled: bool,
  Dead: bool,
  Pid: int,
  ExitCode: int,
  Error: text,
  StartedAt: text,
  FinishedAt: text,
  Health: optional(pointer(health)),
});

const address = struct('network.Address', {Addr: text, PrefixLen: int});

const networkSettings = struct('container.NetworkSettings', {
  Bridge: text,
  SandboxID: text,
  SandboxKey: text,
  Ports: mapOf(slice(portBinding)),
  HairpinMode: bool,
  LinkLocalIPv6Address: text,
  LinkLocalIPv6PrefixLen: int,
  SecondaryIPAddresses: slice(address),
  SecondaryIPv6Addresses: slice(address),
  EndpointID: text,
  Gateway: text,
  GlobalIPv6Address: text,
  GlobalIPv6PrefixLen: int,
  IPAddress: text,
  IPPrefixLen: int,
  IPv6Gateway: text,
  MacAddress: text,
  Networks: mapOf(pointer(endpointSettings)),
});

const mountPoint = struct('container.MountPoint', {
  Type: optional(text),
  Name: optional(text),
  Source: text,
  Destination: text,
  Driver: optional(text),
  Mode: text,
  RW: bool,
  Propagation: text,
});

/** How layers are kept. */
export const graphDriver = struct('storage.DriverData', {Data: mapOf(text), Name: text});

/** What `docker container inspect` shows. */
export const containerType = struct('container.InspectResponse', {
  ID: renamed('Id', text),
  Created: text,
  Path: text,
  Args: slice(text),
  State: pointer(state),
  Image: text,
  ResolvConfPath: text,
  HostnamePath: text,
  HostsPath: text,
  LogPath: text,
  Name: text,
  RestartCount: int,
  Driver: text,
  Platform: text,
  MountLabel: text,
  ProcessLabel: text,
  AppArmorProfile: text,
  ExecIDs: slice(text),
  HostConfig: pointer(hostConfig),
  GraphDriver: graphDriver,
  SizeRw: optional(pointer(int)),
  SizeRootFs: optional(pointer(int)),
  Mounts: slice(mountPoint),
  Config: pointer(containerConfig),
  NetworkSettings: pointer(networkSettings),
  ImageManifestDescriptor: optional(pointer(any)),
});
