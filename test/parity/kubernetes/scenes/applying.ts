import type {KubectlScene} from '../corpus.ts';

const web = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 0
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: 'nginx:1.27-alpine', ports: [{containerPort: 80}], env: [{name: A, value: '1'}, {name: B, value: '2'}]}
`;

const service = `apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`;

/** What is written in files, and what becomes of it. */
export const applyingScenes: readonly KubectlScene[] = [
  {
    name: 'apply, change, apply',
    files: {
      'one.yaml': web,
      'two.yaml': web
        .replace("{name: A, value: '1'}, ", '')
        .replace('replicas: 0', 'replicas: 0\n  minReadySeconds: 1'),
      'all/web.yaml': web,
      'all/service.yaml': service,
    },
    steps: [
      'kubectl apply -f one.yaml',
      'kubectl apply -f one.yaml',
      "kubectl diff -f two.yaml | grep '^[-+] '",
      'kubectl apply -f two.yaml',
      'kubectl get deploy web -o jsonpath={.spec.template.spec.containers[0].env}',
      'kubectl apply -f all',
      'kubectl apply -f all -R --dry-run=server',
      'kubectl get -f all -o name',
      'kubectl apply view-last-applied deploy/web -o json | grep -c replicas',
      'kubectl create -f one.yaml',
      'kubectl replace -f one.yaml',
      'kubectl replace -f all/service.yaml --force',
      'kubectl scale -f one.yaml --replicas=0',
      'kubectl delete -f all',
      'kubectl delete -f all',
      'kubectl delete -f all --ignore-not-found',
    ],
  },
  {
    name: 'apply what was created otherwise',
    files: {
      'web.yaml': web.replace("env: [{name: A, value: '1'}, {name: B, value: '2'}]", "env: [{name: C, value: '3'}]"),
    },
    steps: [
      'kubectl create deployment web --image=nginx:1.27-alpine --replicas=0',
      'kubectl apply -f web.yaml',
      'kubectl get deploy web -o jsonpath={.spec.template.spec.containers[*].name}',
      'kubectl apply set-last-applied -f web.yaml',
      'kubectl apply -f web.yaml',
    ],
  },
  {
    name: 'apply on the server',
    files: {
      'web.yaml': web,
      'more.yaml': web
        .replace('nginx:1.27-alpine', 'nginx:1.28')
        .replace(", env: [{name: A, value: '1'}, {name: B, value: '2'}]", ''),
    },
    steps: [
      'kubectl apply --server-side -f web.yaml',
      'kubectl apply --server-side -f web.yaml',
      'kubectl apply --server-side --field-manager=other -f more.yaml',
      'kubectl apply --server-side --field-manager=other -f more.yaml --force-conflicts',
      'kubectl apply --server-side -f web.yaml',
      'kubectl apply --server-side -f web.yaml --force-conflicts',
      "kubectl get deploy web -o jsonpath='{.spec.template.spec.containers[0].image}'",
      'kubectl get deploy web -o yaml --show-managed-fields',
      'kubectl apply -f web.yaml',
    ],
  },
  {
    name: 'patches of every type',
    files: {'web.yaml': web},
    steps: [
      'kubectl apply -f web.yaml',
      `kubectl patch deploy web -p '{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"busybox:1.36"}]}}}}'`,
      'kubectl get deploy web -o jsonpath={.spec.template.spec.containers[*].name}',
      `kubectl patch deploy web -p '{"spec":{"template":{"spec":{"containers":[{"name":"side","$patch":"delete"}]}}}}'`,
      'kubectl get deploy web -o jsonpath={.spec.template.spec.containers[*].name}',
      `kubectl patch deploy web --type=merge -p '{"metadata":{"labels":{"a":"b","app":null}}}'`,
      `kubectl patch deploy web --type=json -p '[{"op":"add","path":"/metadata/annotations/x","value":"y"},{"op":"test","path":"/spec/replicas","value":0}]'`,
      `kubectl patch deploy web --type=json -p '[{"op":"test","path":"/spec/replicas","value":7}]'`,
      `kubectl patch deploy web --type=json -p '{"op":"test"}'`,
      `kubectl patch deploy web -p '{"spec":{"replicas":"many"}}'`,
      `kubectl patch -f web.yaml -p '{"spec":{"paused":true}}' --dry-run=server -o jsonpath={.spec.paused}`,
      `kubectl patch deploy web --type=nosuch -p '{}'`,
      'kubectl get deploy web --show-labels',
    ],
  },
  {
    name: 'a kustomization',
    files: {
      'base/kustomization.yaml':
        'resources: [web.yaml, service.yaml]\nnamePrefix: my-\ncommonAnnotations: {made: by-hand}\nconfigMapGenerator:\n- {name: settings, literals: [a=b]}\n',
      'base/web.yaml': web,
      'base/service.yaml': service,
    },
    steps: [
      'kubectl kustomize base',
      'kubectl apply -k base',
      'kubectl get -k base',
      'kubectl diff -k base',
      'kubectl delete -k base',
    ],
  },
  {
    name: 'an editor',
    files: {'web.yaml': web},
    steps: [
      'kubectl apply -f web.yaml',
      "KUBE_EDITOR='sed -i s/replicas:.0/replicas:.1/;s/replicas:.1/replicas:.0/' kubectl edit deploy web",
      "KUBE_EDITOR='sed -i s/minReadySeconds/minReadySeconds/' kubectl edit deploy web",
      "KUBE_EDITOR='sed -i s/revisionHistoryLimit:.10/revisionHistoryLimit:.5/' kubectl edit deploy web",
      'kubectl get deploy web -o jsonpath={.spec.revisionHistoryLimit}',
    ],
  },
];
