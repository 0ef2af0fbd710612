import type {ByteWriter} from '../bytes/pipe.ts';
import type {Channels, Forwarding} from './api/request.ts';

/** What the API server asks of a node's kubelet. Refusals are KubeRefusals in upstream's words. */
export interface KubeletApi {
  /** Writes a container's log; ends when it is told whole, or with `follow` when the container is gone. */
  logs(pod: PodRef, options: LogOptions, to: ByteWriter, signal: AbortSignal): Promise<void>;
  exec(pod: PodRef, options: ExecOptions, channels: Channels): Promise<void>;
  attach(pod: PodRef, options: Omit<ExecOptions, 'command'>, channels: Channels): Promise<void>;
  portForward(pod: PodRef, forwarding: Forwarding): Promise<void>;
  /** What `kubectl top` shows: cores and bytes. */
  usage(): NodeUsage;
}

export interface PodRef {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export interface LogOptions {
  /** '' when the Pod has one. */
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
  /** Milliseconds since 1970. */
  readonly sinceMs: number | undefined;
}

export interface ExecOptions {
  readonly container: string;
  readonly command: readonly string[];
  readonly tty: boolean;
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
}

export interface NodeUsage {
  readonly cores: number;
  readonly memoryBytes: number;
  readonly pods: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly containers: readonly {readonly name: string; readonly cores: number; readonly memoryBytes: number}[];
  }[];
}
