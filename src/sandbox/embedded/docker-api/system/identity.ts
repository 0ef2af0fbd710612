import {machine} from '../../runtime/programs/processes/machine.ts';

/** What the engine says it is: the API of Docker 27, and a simulation wherever there is room to say so. */
export const identity = {
  platform: 'k8s-learn embedded engine (simulation)',
  version: '27.1.2+k8s-learn',
  apiVersion: '1.46',
  minApiVersion: '1.24',
  kernel: machine.release,
  os: 'linux',
  arch: 'amd64',
  /** As `uname -m` says it. */
  machine: machine.architecture,
  hostName: 'k8s-learn',
} as const;

/** On every answer, as Docker's clients look for them. https://docs.docker.com/reference/api/engine/version/v1.46/#tag/System/operation/SystemPing */
export const commonHeaders = {
  'Api-Version': identity.apiVersion,
  'Docker-Experimental': 'false',
  Ostype: identity.os,
  Server: `Docker/${identity.version} (${identity.os})`,
} as const;
