import type {KubectlScene} from '../corpus.ts';

const daemons = `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: logs}
spec:
  selector: {matchLabels: {app: logs}}
  template:
    metadata: {labels: {app: logs}}
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{name: c, image: 'busybox:1.36', command: [sleep, '1000'], volumeMounts: [{name: l, mountPath: /host}]}]
      volumes: [{name: l, hostPath: {path: /var/log}}]
`;

const stateful = `apiVersion: v1
kind: Service
metadata: {name: db}
spec: {clusterIP: None, selector: {app: db}, ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  replicas: 2
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{name: c, image: 'busybox:1.36', command: [sleep, '1000']}]
`;

/** Jobs, CronJobs, DaemonSets, StatefulSets. */
export const workloadScenes: readonly KubectlScene[] = [
  {
    name: 'a Job',
    steps: [
      "kubectl create job pi --image=busybox:1.36 -- sh -c 'echo 3.14'",
      'kubectl wait --for=condition=complete job/pi --timeout=60s',
      'kubectl get jobs',
      'kubectl get pods',
      'kubectl logs job/pi',
      'kubectl describe job pi',
      'kubectl get job pi -o wide',
      `kubectl patch job pi -p '{"spec":{"completions":3}}'`,
      'kubectl create job pi --image=busybox:1.36',
      'kubectl get job pi -o jsonpath={.status.conditions[*].type}',
    ],
  },
  {
    name: 'a Job that fails',
    files: {
      'bad.yaml': `apiVersion: batch/v1
kind: Job
metadata: {name: bad}
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [{name: c, image: 'busybox:1.36', command: ['false']}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: late}
spec:
  activeDeadlineSeconds: 2
  template:
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 0
      containers: [{name: c, image: 'busybox:1.36', command: [sleep, '1000']}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: always}
spec:
  template:
    spec:
      restartPolicy: Always
      containers: [{name: c, image: 'busybox:1.36'}]
`,
    },
    steps: [
      'kubectl apply -f bad.yaml',
      'kubectl wait --for=condition=failed job/bad job/late --timeout=60s',
      'kubectl get jobs',
      `kubectl get jobs -o jsonpath='{range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Failed")].reason}{"\\n"}{end}'`,
      `kubectl get jobs -o jsonpath='{range .items[*]}{.status.conditions[*].message}{"\\n"}{end}'`,
      'kubectl wait --for=condition=complete job/bad --timeout=1s',
    ],
    passing: ['Killing'],
  },
  {
    name: 'a Job of several Pods',
    files: {
      'many.yaml': `apiVersion: batch/v1
kind: Job
metadata: {name: many}
spec:
  completions: 3
  parallelism: 2
  completionMode: Indexed
  template:
    spec:
      restartPolicy: Never
      containers: [{name: c, image: 'busybox:1.36', command: [sh, -c, 'echo I am $JOB_COMPLETION_INDEX']}]
`,
    },
    steps: [
      'kubectl create -f many.yaml',
      'kubectl wait --for=condition=complete job/many --timeout=60s',
      'kubectl get job many',
      'kubectl logs -l job-name=many | sort',
      'kubectl get job many -o jsonpath={.status.completedIndexes}',
      "kubectl get pods -l batch.kubernetes.io/job-completion-index=1 -o jsonpath='{.items[0].spec.hostname}'",
      'kubectl delete job many',
      'kubectl get pods',
    ],
  },
  {
    name: 'a CronJob',
    steps: [
      "kubectl create cronjob tick --image=busybox:1.36 --schedule='0 3 1 1 *' -- date",
      'kubectl get cronjob',
      'kubectl create job now --from=cronjob/tick',
      'kubectl wait --for=condition=complete job/now --timeout=60s',
      'kubectl get job now -o jsonpath={.metadata.annotations}',
      "kubectl create cronjob bad --image=busybox:1.36 --schedule='nonsense'",
      `kubectl patch cronjob tick -p '{"spec":{"suspend":true}}'`,
      'kubectl get cj tick -o wide',
      'kubectl describe cronjob tick',
    ],
  },
  {
    name: 'a StatefulSet',
    files: {'db.yaml': stateful},
    steps: [
      'kubectl apply -f db.yaml',
      'kubectl rollout status sts/db --timeout=60s >/dev/null',
      'kubectl get sts,pods -l app=db',
      'kubectl get sts db -o wide',
      'kubectl exec db-1 -- hostname -f | cut -d. -f1,2',
      'kubectl delete pod db-0',
      'kubectl wait --for=create pod/db-0 --timeout=30s',
      'kubectl wait --for=condition=Ready pod/db-0 --timeout=60s',
      'kubectl scale sts db --replicas=1',
      'kubectl wait --for=delete pod/db-1 --timeout=60s >/dev/null',
      'kubectl wait --for=jsonpath={.status.replicas}=1 sts/db --timeout=30s',
      'kubectl get sts db',
      `kubectl patch sts db -p '{"spec":{"serviceName":"other"}}'`,
      'kubectl rollout history sts/db',
      'kubectl describe sts db',
    ],
    passing: ['Killing'],
  },
  {
    name: 'a DaemonSet',
    files: {'logs.yaml': daemons},
    steps: [
      'kubectl apply -f logs.yaml',
      'kubectl rollout status ds/logs --timeout=60s >/dev/null',
      'kubectl get ds -o wide',
      'kubectl describe ds logs | grep -v Status:',
      'kubectl exec ds/logs -- ls -d /host/pods',
      'kubectl set env ds/logs A=b',
      'kubectl rollout status ds/logs --timeout=60s >/dev/null',
      'kubectl rollout history ds/logs',
      'kubectl rollout undo ds/logs',
      'kubectl rollout status ds/logs --timeout=60s >/dev/null',
      `kubectl patch ds logs -p '{"spec":{"selector":{"matchLabels":{"app":"x"}}}}'`,
    ],
    passing: ['Killing'],
  },
];
