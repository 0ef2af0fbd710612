import type {KubectlScene} from '../corpus.ts';

/** Claims and the volumes that are made for them. */
export const storageScenes: readonly KubectlScene[] = [
  {
    name: 'a claim that nobody serves',
    files: {
      'claims.yaml': `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: waits}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: lost}
spec: {accessModes: [ReadWriteOnce], storageClassName: nosuch, resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: wrong}
spec: {accessModes: [Sometimes], resources: {requests: {storage: -1Gi}}}
`,
    },
    steps: [
      'kubectl apply -f claims.yaml',
      'kubectl get pvc',
      "kubectl wait --for=jsonpath='{.reason}'=WaitForFirstConsumer events --field-selector=involvedObject.name=waits --timeout=30s >/dev/null",
      'kubectl describe pvc waits',
      `kubectl patch pvc waits -p '{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}'`,
      `kubectl patch pvc waits -p '{"spec":{"accessModes":["ReadWriteMany"]}}'`,
      'kubectl run needs --image=busybox:1.36 --overrides=\'{"spec":{"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"nosuch"}}]}}\' -- sleep 1000',
      `kubectl wait --for=jsonpath='{.status.conditions[?(@.type=="PodScheduled")].reason}'=Unschedulable pod/needs --timeout=30s`,
      'kubectl describe pod needs | grep -A4 ^Events',
      'kubectl delete pvc --all',
    ],
    passing: ['ProvisioningFailed', 'WaitForFirstConsumer'],
  },
  {
    name: 'volumes of a Pod’s own',
    files: {
      'own.yaml': `apiVersion: v1
kind: Pod
metadata: {name: own}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - {name: a, image: 'busybox:1.36', command: [sh, -c, 'echo shared > /v/f; sleep 1000'], volumeMounts: [{name: v, mountPath: /v}, {name: m, mountPath: /m}]}
  - {name: b, image: 'busybox:1.36', command: [sleep, '1000'], volumeMounts: [{name: v, mountPath: /v, readOnly: true}]}
  volumes: [{name: v, emptyDir: {}}, {name: m, emptyDir: {medium: Memory, sizeLimit: 1Mi}}]
`,
    },
    steps: [
      'kubectl apply -f own.yaml',
      'kubectl wait --for=condition=Ready pod/own --timeout=60s',
      'kubectl exec own -c b -- cat /v/f',
      'kubectl exec own -c b -- touch /v/g',
      'kubectl exec own -c a -- ls /m',
      'kubectl describe pod own | grep -A6 ^Volumes',
      'kubectl exec own -- cat /v/f',
    ],
  },
];
