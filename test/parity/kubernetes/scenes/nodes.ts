import type {KubectlScene} from '../corpus.ts';

const last = '$(kubectl get nodes -o name | tail -n 1 | cut -d/ -f2)';

/** Nodes, and the cluster itself. These play alone, and put everything back. */
export const nodeScenes: readonly KubectlScene[] = [
  {
    name: 'the cluster is looked at',
    steps: [
      'kubectl get nodes',
      'kubectl get nodes -o name',
      {run: 'kubectl get nodes -o wide', differs: 'it tells of the machine'},
      {run: 'kubectl describe nodes', differs: 'it tells of the machine'},
      'kubectl version',
      'kubectl get ns default kube-system',
      'kubectl get --raw /readyz',
      'kubectl get --raw /livez',
      'kubectl get --raw /api',
      {run: 'kubectl api-resources', differs: 'some groups that nobody needs here are missing'},
      'kubectl api-resources --namespaced=true --verbs=list -o name --api-group=apps',
      'kubectl api-resources --api-group=batch',
      'kubectl cluster-info',
      'kubectl get sc standard',
      'kubectl get priorityclasses system-cluster-critical system-node-critical',
      'kubectl get deploy,ds -n kube-system',
      {run: 'kubectl get cm -n kube-public', differs: 'nobody signs cluster-info for nodes that join'},
      'kubectl get pods -n kube-system -l tier=control-plane',
      'kubectl top nodes',
      'kubectl get componentstatuses',
    ],
    restore: [],
  },
  {
    name: 'a node is closed and opened',
    steps: [
      `kubectl cordon ${last}`,
      `kubectl cordon ${last}`,
      'kubectl get nodes',
      `kubectl uncordon ${last}`,
      `kubectl uncordon ${last}`,
      'kubectl get nodes',
    ],
    restore: [`kubectl uncordon ${last}`],
  },
  {
    name: 'a label and a taint of a node',
    steps: [
      `kubectl run picky --image=busybox:1.36 --overrides='{"spec":{"terminationGracePeriodSeconds":0,"nodeSelector":{"disk":"quick"}}}' -- sleep 1000`,
      `kubectl wait --for=jsonpath='{.status.conditions[?(@.type=="PodScheduled")].reason}'=Unschedulable pod/picky --timeout=30s`,
      `kubectl label node ${last} disk=quick`,
      'kubectl wait --for=condition=Ready pod/picky --timeout=60s',
      'kubectl get nodes -L disk',
      `kubectl taint nodes ${last} only=db:NoExecute`,
      'kubectl wait --for=delete pod/picky --timeout=60s >/dev/null',
      `kubectl taint nodes ${last} only=db:NoExecute`,
      `kubectl taint nodes ${last} only=db:Nonsense`,
      `kubectl get node ${last} -o jsonpath={.spec.taints}`,
      `kubectl taint nodes ${last} only-`,
      `kubectl taint nodes ${last} only-`,
      `kubectl label node ${last} disk-`,
    ],
    restore: [`kubectl taint nodes ${last} only-`, `kubectl label node ${last} disk-`],
    passing: ['Killing', 'TaintManagerEviction', 'FailedScheduling'],
    nodes: 2,
  },
  {
    name: 'a node is drained',
    files: {
      'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{name: c, image: 'busybox:1.36', command: [sleep, '1000']}]
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: DoNotSchedule
        nodeTaintsPolicy: Honor
        labelSelector: {matchLabels: {app: web}}
`,
    },
    steps: [
      'kubectl apply -f web.yaml',
      'kubectl rollout status deploy/web --timeout=60s >/dev/null',
      `kubectl drain ${last} --timeout=5s --pod-selector=app=web --dry-run=client | sed 's/web-.*/web/' | sort -u`,
      `kubectl drain ${last} --ignore-daemonsets --timeout=60s --pod-selector=app=web | sed 's/web-.*/web/' | sort -u`,
      'kubectl rollout status deploy/web --timeout=60s >/dev/null',
      'kubectl get nodes',
      `kubectl get pods --field-selector=spec.nodeName=${last}`,
      'kubectl create pdb p --selector=app=web --min-available=2',
      'kubectl wait --for=jsonpath={.status.currentHealthy}=2 pdb/p --timeout=30s',
      {
        run: `kubectl drain $(kubectl get pods -o jsonpath={.items[0].spec.nodeName}) --timeout=3s --pod-selector=app=web`,
        differs: 'how often it tries depends on the machine',
      },
      `kubectl uncordon ${last} $(kubectl get pods -o jsonpath={.items[0].spec.nodeName})`,
      'kubectl drain nosuch',
    ],
    restore: ['kubectl get nodes -o name | xargs kubectl uncordon'],
    passing: ['Killing', 'FailedScheduling'],
    nodes: 3,
  },
  {
    name: 'a namespace comes and goes',
    steps: [
      'kubectl create namespace parity-guest',
      'kubectl create namespace parity-guest',
      'kubectl get ns parity-guest -o yaml',
      'kubectl describe ns parity-guest',
      'kubectl create configmap c -n parity-guest',
      'kubectl delete ns parity-guest --timeout=60s',
      'kubectl get ns parity-guest',
      'kubectl create configmap c -n parity-guest',
      'kubectl delete ns default',
    ],
    restore: ['kubectl delete ns parity-guest --ignore-not-found'],
  },
];
