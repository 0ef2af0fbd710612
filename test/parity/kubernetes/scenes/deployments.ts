import type {KubectlScene} from '../corpus.ts';

/** Deployments: made, changed, broken, put back. */
export const deploymentScenes: readonly KubectlScene[] = [
  {
    name: 'a Deployment grows and shrinks',
    steps: [
      'kubectl create deployment web --image=nginx:1.27-alpine --replicas=2 --port 80',
      {run: 'kubectl rollout status deployment/web --timeout=60s', differs: 'it tells what it happens to see'},
      'kubectl get deploy,rs,pods',
      'kubectl get deploy web -o wide',
      'kubectl describe deploy web',
      'kubectl describe rs',
      'kubectl get rs -o wide',
      'kubectl scale deploy web --replicas=4',
      'kubectl wait --for=jsonpath={.status.readyReplicas}=4 deploy/web --timeout=60s',
      'kubectl scale deploy web --replicas=1 --current-replicas=3',
      'kubectl scale deploy web --replicas=1',
      'kubectl wait --for=jsonpath={.status.replicas}=1 deploy/web --timeout=60s',
      'kubectl get deploy web',
      `kubectl get deploy web -o jsonpath='{range .status.conditions[*]}{.type}={.status} {.reason}{"\\n"}{end}'`,
    ],
    passing: ['Killing'],
  },
  {
    name: 'a Deployment is rolled and rolled back',
    steps: [
      'kubectl create deployment web --image=nginx:1.27-alpine --replicas=2',
      'kubectl patch deploy web -p \'{"spec":{"template":{"spec":{"terminationGracePeriodSeconds":0}}}}\'',
      'kubectl rollout status deploy/web --timeout=60s >/dev/null',
      'kubectl set env deploy/web A=b',
      'kubectl annotate deploy/web kubernetes.io/change-cause=second',
      'kubectl rollout status deploy/web --timeout=60s >/dev/null',
      'kubectl rollout history deploy/web',
      'kubectl rollout history deploy/web --revision=3',
      'kubectl rollout undo deploy/web',
      'kubectl rollout status deploy/web --timeout=60s >/dev/null',
      'kubectl rollout history deploy/web',
      'kubectl rollout undo deploy/web --to-revision=99',
      'kubectl set env deploy/web --list',
      'kubectl wait --for=jsonpath={.status.replicas}=2 deploy/web --timeout=60s',
      'kubectl get rs',
    ],
    passing: ['Killing'],
  },
  {
    name: 'a rollout that hangs',
    steps: [
      'kubectl create deployment web --image=busybox:1.36 --replicas=2 -- sleep 1000',
      'kubectl rollout status deploy/web --timeout=60s >/dev/null',
      `kubectl patch deploy web -p '{"spec":{"progressDeadlineSeconds":3}}'`,
      'kubectl set image deploy/web busybox=busybox:nosuch',
      'kubectl wait --for=jsonpath=\'{.status.conditions[?(@.type=="Progressing")].reason}\'=ProgressDeadlineExceeded deploy/web --timeout=60s',
      'kubectl rollout status deploy/web',
      'kubectl get deploy web',
      'kubectl get rs',
      'kubectl rollout undo deploy/web',
      'kubectl rollout status deploy/web --timeout=60s >/dev/null',
      'kubectl wait --for=jsonpath={.status.replicas}=2 deploy/web --timeout=60s',
      'kubectl get deploy web',
    ],
    passing: ['Killing', 'BackOff', 'Failed', 'Pulling'],
  },
  {
    name: 'a rollout is held and let go',
    steps: [
      'kubectl create deployment web --image=busybox:1.36 -- sleep 1000',
      'kubectl rollout pause deploy/web',
      'kubectl rollout pause deploy/web',
      'kubectl set resources deploy/web --limits=memory=64Mi',
      'kubectl set serviceaccount deploy/web default',
      'kubectl rollout undo deploy/web',
      'kubectl rollout restart deploy/web',
      'kubectl rollout resume deploy/web',
      'kubectl rollout resume deploy/web',
      'kubectl rollout status deploy/web --timeout=60s >/dev/null',
      'kubectl rollout restart deploy/web',
      'kubectl rollout restart deploy/nosuch',
      `kubectl patch deploy web --type=json -p '[{"op":"replace","path":"/spec/selector/matchLabels/app","value":"z"}]'`,
      `kubectl patch deploy web --type=merge -p '{"spec":{"replicas":0}}'`,
      'kubectl wait --for=jsonpath={.spec.replicas}=0 deploy/web --timeout=60s',
    ],
    objectsDiffer: 'when the rollout was begun is written into it',
    passing: [
      'Killing',
      'Scheduled',
      'Pulled',
      'Created',
      'Started',
      'SuccessfulCreate',
      'SuccessfulDelete',
      'ScalingReplicaSet',
    ],
  },
  {
    name: 'Pods and ReplicaSets without their owner',
    files: {
      'crew.yaml': `apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: crew}
spec:
  replicas: 2
  selector: {matchLabels: {app: crew}}
  template:
    metadata: {labels: {app: crew}}
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{name: c, image: 'busybox:1.36', command: [sleep, '1000']}]
`,
    },
    steps: [
      'kubectl run stray --image=busybox:1.36 --labels=app=crew -- sleep 1000',
      'kubectl apply -f crew.yaml',
      'kubectl wait --for=jsonpath={.status.readyReplicas}=2 rs/crew --timeout=60s',
      'kubectl get rs crew -o wide',
      "kubectl get pod stray -o jsonpath='{.metadata.ownerReferences[0].kind}'",
      'kubectl label pod stray app=other --overwrite',
      'kubectl wait --for=jsonpath={.status.readyReplicas}=2 rs/crew --timeout=60s',
      "kubectl get pod stray -o jsonpath='{.metadata.ownerReferences}'",
      'kubectl delete rs crew --cascade=orphan',
      'kubectl get pods -l app=crew',
      'kubectl delete pods -l app=crew',
      'kubectl get pods',
    ],
    passing: ['Killing', 'SuccessfulCreate', 'SuccessfulDelete'],
  },
  {
    name: 'manifests are written for one',
    steps: [
      'kubectl create deployment dry --image=x --dry-run=client -o yaml',
      'kubectl create deployment dry --image=x --dry-run=server -o yaml',
      'kubectl run dry --image=x --dry-run=client -o yaml',
      'kubectl create job dry --image=x --dry-run=client -o yaml -- a b',
      "kubectl create cronjob dry --image=x --schedule='* * * * *' --dry-run=client -o yaml",
      'kubectl create service clusterip dry --tcp=80:8080 --dry-run=client -o yaml',
      'kubectl create configmap dry --from-literal=a=b --dry-run=client -o yaml',
      'kubectl create secret generic dry --from-literal=a=b --dry-run=client -o yaml',
      'kubectl create ingress dry --rule=a.example/*=web:80 --dry-run=client -o yaml',
      'kubectl create role dry --verb=get,list --resource=pods,deployments.apps --dry-run=client -o yaml',
      'kubectl create deployment piped --image=busybox:1.36 --replicas=0 --dry-run=client -o yaml | kubectl apply -f -',
      'kubectl get deploy piped',
    ],
  },
];
