import type {KubectlScene} from '../corpus.ts';

const probed = (name: string, probes: string, command = 'touch /tmp/ok; sleep 1000'): string => `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, '${command}']
${probes}`;

/** Questions the kubelet puts to containers, and what waits for the answers. */
export const probeScenes: readonly KubectlScene[] = [
  {
    name: 'a container that stops answering',
    files: {
      'dies.yaml': probed(
        'dies',
        '    livenessProbe: {exec: {command: [cat, /tmp/ok]}, initialDelaySeconds: 1, periodSeconds: 1, failureThreshold: 1}\n',
      ),
    },
    steps: [
      'kubectl apply -f dies.yaml',
      'kubectl wait --for=condition=Ready pod/dies --timeout=60s',
      'kubectl exec dies -- rm /tmp/ok',
      "kubectl wait --for=jsonpath='{.status.containerStatuses[0].restartCount}'=1 pod/dies --timeout=60s",
      'kubectl wait --for=condition=Ready pod/dies --timeout=60s',
      "kubectl get pod dies -o jsonpath='{.status.containerStatuses[0].lastState.terminated.exitCode} {.status.containerStatuses[0].lastState.terminated.reason}'",
      'kubectl logs dies --previous',
      'kubectl get pod dies',
    ],
  },
  {
    name: 'a container that is slow to start',
    files: {
      'slow.yaml': probed(
        'slow',
        '    startupProbe: {exec: {command: [cat, /tmp/ok]}, periodSeconds: 1, failureThreshold: 60}\n    readinessProbe: {exec: {command: ["true"]}, periodSeconds: 1}\n',
        'sleep 1000',
      ),
    },
    steps: [
      'kubectl apply -f slow.yaml',
      "kubectl wait --for=jsonpath='{.status.containerStatuses[0].state.running.startedAt}' pod/slow --timeout=60s",
      "kubectl get pod slow -o jsonpath='{.status.containerStatuses[0].started} {.status.containerStatuses[0].ready}'",
      'kubectl exec slow -- touch /tmp/ok',
      'kubectl wait --for=condition=Ready pod/slow --timeout=60s',
      "kubectl get pod slow -o jsonpath='{.status.containerStatuses[0].started}'",
    ],
    passing: ['Unhealthy'],
  },
  {
    name: 'hooks, a sidecar and a deadline',
    files: {
      'hooked.yaml': `apiVersion: v1
kind: Pod
metadata: {name: hooked}
spec:
  terminationGracePeriodSeconds: 2
  initContainers:
  - {name: beside, image: 'busybox:1.36', restartPolicy: Always, command: [sleep, '1000']}
  containers:
  - name: c
    image: busybox:1.36
    command: [sleep, '1000']
    lifecycle: {postStart: {exec: {command: [sh, -c, 'echo begun > /tmp/begun']}}, preStop: {exec: {command: ['true']}}}
---
apiVersion: v1
kind: Pod
metadata: {name: short}
spec:
  activeDeadlineSeconds: 2
  terminationGracePeriodSeconds: 0
  containers: [{name: c, image: 'busybox:1.36', command: [sleep, '1000']}]
---
apiVersion: v1
kind: Pod
metadata: {name: stuck}
spec:
  restartPolicy: Never
  initContainers: [{name: first, image: 'busybox:1.36', command: ['false']}]
  containers: [{name: c, image: 'busybox:1.36', command: [sleep, '1000']}]
`,
    },
    steps: [
      'kubectl apply -f hooked.yaml',
      'kubectl wait --for=condition=Ready pod/hooked --timeout=60s',
      'kubectl exec hooked -c c -- cat /tmp/begun',
      'kubectl get pod hooked',
      "kubectl wait --for=jsonpath='{.status.phase}'=Failed pod/short pod/stuck --timeout=60s",
      "kubectl get pod short -o jsonpath='{.status.reason}: {.status.message}'",
      'kubectl get pod stuck',
      'kubectl logs stuck',
      'kubectl logs stuck -c first',
    ],
    passing: ['Killing'],
  },
];
