import type {EventRecorder} from '../../controllers/event-recorder.ts';
import type {Client} from '../../kubernetes-api/client.ts';
import type {EngineClock} from '../../outside.ts';
import type {ContainerRuntime} from '../containers/container-runtime.ts';
import type {Node} from '../node.ts';
import type {Backoff} from './backoff.ts';
import type {ImagePulls} from './images/image-pulls.ts';

/** As `/var/lib/kubelet/config.yaml` and the flags of the kubelet set it up. */
export interface KubeletConfig {
  readonly clusterDns: string;
  readonly clusterDomain: string;
  /** Where static Pods are: `/etc/kubernetes/manifests`. */
  readonly manifestFolder: string;
  /** `v1.34.4` */
  readonly version: string;
  /** Those the node is registered with, beyond what every node has. */
  readonly labels: {readonly [name: string]: string};
  readonly taints: readonly {readonly key: string; readonly value?: string; readonly effect: string}[];
  /** `kind://docker/k8s-learn/k8s-learn-worker` */
  readonly providerId?: string;
}

/** What everything of one kubelet works with. */
export interface KubeletContext {
  readonly node: Node;
  readonly runtime: ContainerRuntime;
  readonly client: Client;
  readonly clock: EngineClock;
  readonly config: KubeletConfig;
  readonly events: EventRecorder;
  readonly pulls: ImagePulls;
  /** Of containers that ended. */
  readonly restarts: Backoff;
  /** One line of its journal. */
  readonly say: (line: string) => void;
}
