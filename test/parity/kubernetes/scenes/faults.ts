import type {KubectlScene} from '../corpus.ts';

const waiting = (pod: string, reason: string): string =>
  `kubectl wait --for=jsonpath='{.status.containerStatuses[0].state.waiting.reason}'=${reason} pod/${pod} --timeout=60s`;

const unscheduled = (pod: string): string =>
  `kubectl wait --for=jsonpath='{.status.conditions[?(@.type=="PodScheduled")].reason}'=Unschedulable pod/${pod} --timeout=30s`;

const passing = ['BackOff', 'Failed', 'Pulling'];

/** What goes wrong with Pods, and how it is seen. */
export const faultScenes: readonly KubectlScene[] = [
  {
    name: 'an image that is not there',
    steps: [
      'kubectl run badimage --image=nosuch/image:1',
      waiting('badimage', 'ImagePullBackOff'),
      'kubectl logs badimage',
      'kubectl exec badimage -- ls',
      'kubectl set image pod/badimage badimage=busybox:1.36',
      'kubectl get pod badimage -o jsonpath={.spec.containers[0].image}',
    ],
    passing: [...passing, 'Pulled', 'Created', 'Started'],
    objectsDiffer: 'the container comes and goes',
  },
  {
    name: 'an image that is never pulled',
    steps: [
      'kubectl run never --image=nginx:9.99 --image-pull-policy=Never',
      waiting('never', 'ErrImageNeverPull'),
      'kubectl get pod never',
      'kubectl describe pod never',
      'kubectl logs never',
      `kubectl run odd --image=x --overrides='{"spec":{"containers":[{"name":"odd","image":"nginx:1:2"}]}}'`,
      waiting('odd', 'InvalidImageName'),
      'kubectl get pod odd',
      'kubectl describe pod odd',
    ],
  },
  {
    name: 'a container that crashes',
    steps: [
      "kubectl run crash --image=busybox:1.36 -- sh -c 'echo boom; exit 1'",
      waiting('crash', 'CrashLoopBackOff'),
      'kubectl logs crash',
      "kubectl get pod crash -o jsonpath='{.status.containerStatuses[0].lastState.terminated.exitCode}'",
      'kubectl get pod crash -o jsonpath={.status.phase}',
    ],
    passing,
    objectsDiffer: 'the container comes and goes',
  },
  {
    name: 'a command that is not there',
    steps: [
      'kubectl run nocmd --image=busybox:1.36 --restart=Never --command -- /nosuch',
      "kubectl wait --for=jsonpath='{.status.phase}'=Failed pod/nocmd --timeout=60s",
      'kubectl get pod nocmd',
      'kubectl describe pod nocmd',
      'kubectl logs nocmd',
    ],
  },
  {
    name: 'a container that needs more memory than it may have',
    steps: [
      `kubectl run oom --image=busybox:1.36 --restart=Never --overrides='{"spec":{"containers":[{"name":"oom","image":"busybox:1.36","command":["sh","-c","x=a; while true; do x=$x$x; done"],"resources":{"limits":{"memory":"20Mi"}}}]}}'`,
      "kubectl wait --for=jsonpath='{.status.phase}'=Failed pod/oom --timeout=60s",
      'kubectl get pod oom',
      "kubectl get pod oom -o jsonpath='{.status.containerStatuses[0].state.terminated.reason} {.status.containerStatuses[0].state.terminated.exitCode}'",
    ],
  },
  {
    name: 'Pods that no node takes',
    steps: [
      `kubectl run big --image=busybox:1.36 --overrides='{"spec":{"containers":[{"name":"big","image":"busybox:1.36","resources":{"requests":{"cpu":"1000"}}}]}}'`,
      unscheduled('big'),
      'kubectl get pod big',
      'kubectl describe pod big',
      'kubectl logs big',
      'kubectl exec big -- ls',
      `kubectl run picky --image=busybox:1.36 --overrides='{"spec":{"nodeSelector":{"disk":"nosuch"}}}' -- sleep 1000`,
      unscheduled('picky'),
      'kubectl get pods -o wide',
      'kubectl get events --field-selector=reason=FailedScheduling',
    ],
  },
  {
    name: 'configuration that is not there',
    files: {
      'absent.yaml': `apiVersion: v1
kind: Pod
metadata: {name: absent}
spec:
  containers: [{name: c, image: 'busybox:1.36', command: [sleep, '1000'], envFrom: [{configMapRef: {name: settings}}]}]
---
apiVersion: v1
kind: Pod
metadata: {name: nokey}
spec:
  containers:
  - name: c
    image: busybox:1.36
    command: [sleep, '1000']
    env: [{name: X, valueFrom: {secretKeyRef: {name: keys, key: nosuch}}}]
`,
    },
    steps: [
      'kubectl create secret generic keys --from-literal=other=1',
      'kubectl apply -f absent.yaml',
      waiting('absent', 'CreateContainerConfigError'),
      waiting('nokey', 'CreateContainerConfigError'),
      'kubectl get pods',
      'kubectl describe pod absent',
      'kubectl logs absent',
      'kubectl create configmap settings --from-literal=A=1',
      'kubectl wait --for=condition=Ready pod/absent --timeout=60s',
      "kubectl exec absent -- sh -c 'echo $A'",
    ],
  },
];
