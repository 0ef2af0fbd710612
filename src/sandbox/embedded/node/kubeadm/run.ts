import type {Process} from '../../runtime/process/process.ts';
import type {Backplane} from '../backplane.ts';

/** What a phase of kubeadm works with. */
export interface KubeadmRun {
  readonly process: Process;
  readonly backplane: Backplane;
  /** One line of what it is doing. */
  say(phase: string, text: string): Promise<void>;
}

/** Something kubeadm gives up for, in its words. */
export class KubeadmFailure extends Error {}
