import type {KubectlScene} from '../corpus.ts';

/** Who may do what, and how much of it. */
export const accessScenes: readonly KubectlScene[] = [
  {
    name: 'a ServiceAccount and a Role',
    steps: [
      'kubectl create serviceaccount reader',
      'kubectl create role pods --verb=get,list --resource=pods',
      'NS=$(kubectl get sa reader -o jsonpath={.metadata.namespace}); kubectl create rolebinding rb --role=pods --serviceaccount=$NS:reader',
      'kubectl describe role pods',
      'kubectl describe rolebinding rb',
      'kubectl get role,rolebinding',
      'NS=$(kubectl get sa reader -o jsonpath={.metadata.namespace}); kubectl auth can-i list pods --as=system:serviceaccount:$NS:reader',
      'NS=$(kubectl get sa reader -o jsonpath={.metadata.namespace}); kubectl auth can-i delete pods --as=system:serviceaccount:$NS:reader',
      'NS=$(kubectl get sa reader -o jsonpath={.metadata.namespace}); kubectl get pods --as=system:serviceaccount:$NS:reader',
      'NS=$(kubectl get sa reader -o jsonpath={.metadata.namespace}); kubectl get secrets --as=system:serviceaccount:$NS:reader',
      'NS=$(kubectl get sa reader -o jsonpath={.metadata.namespace}); kubectl delete pod x --as=system:serviceaccount:$NS:reader',
      'kubectl get nodes --as=nobody',
      'kubectl auth can-i create pods',
      "kubectl auth can-i '*' '*' -A",
      'kubectl auth can-i create nosuch',
      'kubectl auth whoami',
      'kubectl auth whoami --as=jane --as-group=friends',
      'kubectl create token reader | cut -c1-3',
      'kubectl create token nosuch',
      'kubectl create rolebinding bad --role=nosuch --user=jane',
      'kubectl create role bad --verb=get --resource=nosuch',
      `kubectl patch rolebinding rb -p '{"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"other"}}'`,
      'kubectl describe sa reader',
    ],
  },
  {
    name: 'a quota and limits',
    files: {
      'limits.yaml': `apiVersion: v1
kind: LimitRange
metadata: {name: limits}
spec:
  limits:
  - {type: Container, default: {memory: 64Mi}, defaultRequest: {memory: 32Mi}, max: {memory: 128Mi}}
`,
    },
    steps: [
      'kubectl create quota q --hard=pods=1,requests.memory=1Gi',
      "kubectl wait --for=jsonpath='{.status.hard.pods}'=1 quota/q --timeout=30s",
      'kubectl run none --image=busybox:1.36 -- sleep 1000',
      'kubectl apply -f limits.yaml',
      'kubectl describe limits limits',
      'kubectl run one --image=busybox:1.36 -- sleep 1000',
      'kubectl get pod one -o jsonpath={.spec.containers[0].resources}',
      'kubectl run two --image=busybox:1.36 -- sleep 1000',
      `kubectl run fat --image=busybox:1.36 --overrides='{"spec":{"containers":[{"name":"fat","image":"busybox:1.36","resources":{"limits":{"memory":"1Gi"}}}]}}'`,
      "kubectl wait --for=jsonpath='{.status.used.pods}'=1 quota/q --timeout=30s",
      'kubectl describe quota q',
      'kubectl get quota',
      'kubectl wait --for=condition=Ready pod/one --timeout=60s',
      'kubectl create deployment web --image=busybox:1.36 -- sleep 1000',
      'kubectl wait --for=condition=ReplicaFailure deploy/web --timeout=30s',
      'kubectl get deploy web',
    ],
    objectsDiffer: 'the controller tries again and again',
    passing: ['FailedCreate'],
  },
  {
    name: 'a budget and an autoscaler',
    steps: [
      'kubectl create deployment web --image=busybox:1.36 --replicas=2 -- sleep 1000',
      'kubectl rollout status deploy/web --timeout=60s >/dev/null',
      'kubectl create pdb p --selector=app=web --min-available=2',
      'kubectl wait --for=jsonpath={.status.currentHealthy}=2 pdb/p --timeout=30s',
      'kubectl get pdb',
      'kubectl describe pdb p',
      'kubectl autoscale deploy web --name=scaler --min=1 --max=4 --cpu=50%',
      'kubectl get hpa scaler -o jsonpath={.spec}',
      'kubectl delete hpa scaler',
      'kubectl create pdb bad --selector=app=web',
    ],
    passing: ['FailedGetResourceMetric', 'FailedComputeMetricsReplicas', 'SuccessfulRescale'],
  },
  {
    name: 'Pods that a namespace does not admit',
    steps: [
      'NS=$(kubectl get sa default -o jsonpath={.metadata.namespace}); kubectl label ns $NS pod-security.kubernetes.io/enforce=restricted',
      'kubectl run web --image=nginx:1.27-alpine',
      `kubectl run deep --image=busybox:1.36 --overrides='{"spec":{"hostNetwork":true,"containers":[{"name":"deep","image":"busybox:1.36","securityContext":{"privileged":true}}]}}'`,
      'kubectl create deployment web --image=nginx:1.27-alpine',
      'kubectl get deploy web',
    ],
    objectsDiffer: 'the controller tries again and again',
    passing: ['FailedCreate'],
  },
];
