import {LaunchFault} from '../../runtime/container/launch.ts';
import {UnknownUser} from '../../runtime/container/users.ts';
import type {Limits} from '../../runtime/process/cgroup.ts';
import type {ProcessSpace} from '../../runtime/process/space.ts';
import {isSystemError} from '../../system-error.ts';
import type {NodeImage} from '../node.ts';
import type {ContainerMount} from './container-files.ts';

/** What a container is made of, as the CRI's `CreateContainer` has it. */
export interface ContainerSpec {
  readonly name: string;
  /** How many of this name came before it. */
  readonly attempt: number;
  readonly image: NodeImage;
  /** As the Pod names it. */
  readonly imageName: string;
  readonly argv: readonly string[];
  /** Over the image's; in this order. */
  readonly env: ReadonlyMap<string, string>;
  /** '': the image's. */
  readonly folder: string;
  /** `uid`, `uid:gid` or a name; '' is the image's. */
  readonly user: string;
  /** `fsGroup` and supplemental groups. */
  readonly groups: readonly number[];
  readonly mounts: readonly ContainerMount[];
  readonly readOnlyRoot: boolean;
  readonly limits: Limits;
  readonly tty: boolean;
  readonly stdin: boolean;
  /** A container of the same Pod whose processes it sees. */
  readonly target?: {readonly space: ProcessSpace | undefined} | undefined;
  /** The first client that attaches ends standard input when it goes. */
  readonly stdinOnce: boolean;
}

/** A container or an exec that could not be started, in containerd's words. */
export class StartFault extends Error {}

const createFailure =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed';

/** Why a container could not be started. What is no trouble of its own is thrown again. */
export function startSentence(error: unknown): string {
  if (error instanceof LaunchFault) return `${createFailure}: ${error.message}`;
  if (error instanceof UnknownUser) return `failed to create containerd container: ${error.message}`;
  if (!isSystemError(error)) throw error;
  const subject = error.subject === '' ? '' : `mkdir ${error.subject}: `;
  return `${createFailure}: unable to start container process: error mounting: ${subject}${error.message.toLowerCase()}`;
}

/** The same of an exec. */
export function execSentence(error: unknown): string {
  if (error instanceof LaunchFault) return `OCI runtime exec failed: exec failed: ${error.message}`;
  if (!isSystemError(error)) throw error;
  return `OCI runtime exec failed: exec failed: unable to start container process: ${error.message.toLowerCase()}`;
}
