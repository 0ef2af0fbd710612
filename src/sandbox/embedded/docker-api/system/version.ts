import {identity} from './identity.ts';

/** https://docs.docker.com/reference/api/engine/version/v1.46/#tag/System/operation/SystemVersion */
export function versionJson(): object {
  const {platform, version, apiVersion, minApiVersion, kernel, os, arch} = identity;
  const engine = {
    ApiVersion: apiVersion,
    Arch: arch,
    BuildTime: '',
    Experimental: 'false',
    GitCommit: 'simulation',
    GoVersion: 'none',
    KernelVersion: kernel,
    MinAPIVersion: minApiVersion,
    Os: os,
  };
  return {
    Platform: {Name: platform},
    Components: [{Name: 'Engine', Version: version, Details: engine}],
    Version: version,
    ApiVersion: apiVersion,
    MinAPIVersion: minApiVersion,
    GitCommit: engine.GitCommit,
    GoVersion: engine.GoVersion,
    Os: os,
    Arch: arch,
    KernelVersion: kernel,
    BuildTime: engine.BuildTime,
  };
}
