import {isSystemError} from '../../system-error.ts';
import type {HostPort} from '../containers/host-ports.ts';
import type {PodSandbox} from '../containers/sandbox.ts';
import {podLimits} from './limits.ts';
import {allContainers, type KubePod, namespaceOf} from './pod.ts';
import type {PodState} from './pod-state.ts';
import {hostnameOf} from './sandbox-files.ts';

/** A node without a network is looked at again after so long. */
const noticeMs = 1000;
const firstMountRetryMs = 500;
const longestMountRetryMs = 122_000;

export interface PodGroundOptions {
  readonly state: PodState;
  readonly wakeIn: (ms: number) => void;
  /** After how long what failed is tried again. */
  readonly retryMs: () => number;
}

/** What a Pod stands on before its first container starts: a network, volumes, a sandbox. */
export class PodGround {
  readonly state: PodState;
  readonly #options: PodGroundOptions;
  #mountRetryMs = firstMountRetryMs;

  constructor(options: PodGroundOptions) {
    this.state = options.state;
    this.#options = options;
  }

  /** Whether its sandbox can have an address. */
  hasNetwork(): boolean {
    const {node} = this.state.context;
    const {pod} = this.state;
    if (pod.spec?.hostNetwork || this.state.sandbox || node.hasPodNetwork()) return true;
    const message =
      'network is not ready: container runtime network not ready: NetworkReady=false ' +
      'reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
    this.state.event({type: 'Warning', reason: 'NetworkNotReady', message});
    this.#options.wakeIn(noticeMs);
    return false;
  }

  /** Whether all its volumes are set up. */
  hasVolumes(): boolean {
    const {state} = this;
    const failed = state.volumes.ensure(state.pod);
    for (const {volume, why} of failed) {
      const message = `MountVolume.SetUp failed for volume "${volume}" : ${why}`;
      state.event({type: 'Warning', reason: 'FailedMount', message});
    }
    if (failed.length === 0) {
      this.#mountRetryMs = firstMountRetryMs;
      return true;
    }
    this.#options.wakeIn(this.#mountRetryMs);
    this.#mountRetryMs = Math.min(this.#mountRetryMs * 2, longestMountRetryMs);
    return false;
  }

  /** Says which secrets for its images are not there, where an image is still to be had. */
  warnOfSecrets(): void {
    const {pod, context} = this.state;
    const secrets = pod.spec?.imagePullSecrets ?? [];
    if (secrets.length === 0 || !allContainers(pod).some((placed) => this.state.isToRun(placed))) return;
    const missing = secrets.filter(({name = ''}) => !context.client.find('secrets', namespaceOf(pod), name));
    if (missing.length === 0) return;
    const names = missing.map(({name}) => name).join(', ');
    const message = `Unable to retrieve some image pull secrets (${names}); attempting to pull the image may not succeed.`;
    this.state.event({type: 'Warning', reason: 'FailedToRetrieveImagePullSecret', message});
  }

  /** Undefined when there can be none now: it is tried again. */
  ensureSandbox(): PodSandbox | undefined {
    const {state} = this;
    const {runtime, node} = state.context;
    const {pod} = state;
    const there = state.sandbox;
    if (there) return there;
    const old = runtime.sandboxesOf(state.uid);
    // A node that was off knows nothing of what it had; the API does.
    const isAnew =
      old.length > 0 || allContainers(pod).some(({container}) => state.statusBefore(container.name)?.containerID);
    if (isAnew) {
      const message = 'Pod sandbox changed, it will be killed and re-created.';
      state.event({type: 'Normal', reason: 'SandboxChanged', message});
    }
    try {
      return runtime.runSandbox({
        namespace: namespaceOf(pod),
        podName: pod.metadata.name,
        podUid: state.uid,
        attempt: isAnew ? Math.max(0, ...old.map(({spec}) => spec.attempt)) + 1 : 0,
        labels: pod.metadata.labels ?? {},
        hostname: hostnameOf(pod, node.name),
        hostNetwork: pod.spec?.hostNetwork === true,
        limits: podLimits(pod),
        hostPorts: hostPortsOf(pod),
        sharesProcesses: pod.spec?.shareProcessNamespace === true,
      });
    } catch (error) {
      if (!isSystemError(error)) throw error;
      const message = `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: failed to allocate for range 0: no IP addresses available in range set`;
      state.event({type: 'Warning', reason: 'FailedCreatePodSandBox', message});
      this.#options.wakeIn(this.#options.retryMs());
      return undefined;
    }
  }
}

function hostPortsOf(pod: KubePod): readonly HostPort[] {
  if (pod.spec?.hostNetwork) return [];
  return allContainers(pod).flatMap(({container}) =>
    (container.ports ?? []).flatMap(({hostPort, containerPort, hostIP, protocol = 'TCP'}) =>
      hostPort && protocol === 'TCP' ? [{hostPort, containerPort, address: hostIP ?? ''}] : [],
    ),
  );
}
