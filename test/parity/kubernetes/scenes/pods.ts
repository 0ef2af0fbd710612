import type {KubectlScene} from '../corpus.ts';

const twoContainers = `apiVersion: v1
kind: Pod
metadata: {name: two, labels: {app: two}}
spec:
  initContainers:
  - {name: prepare, image: 'busybox:1.36', command: [sh, -c, 'echo ready > /w/index.html'], volumeMounts: [{name: w, mountPath: /w}]}
  containers:
  - name: web
    image: nginx:1.27-alpine
    ports: [{containerPort: 80}]
    volumeMounts: [{name: w, mountPath: /usr/share/nginx/html}]
    readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 1}
    livenessProbe: {tcpSocket: {port: 80}, periodSeconds: 2}
    resources: {requests: {cpu: 50m, memory: 32Mi}, limits: {memory: 64Mi}}
  - {name: side, image: 'busybox:1.36', command: [sh, -c, 'echo beside; sleep 1000']}
  volumes: [{name: w, emptyDir: {}}]
`;

/** Single Pods: made, asked, entered, thrown away. */
export const podScenes: readonly KubectlScene[] = [
  {
    name: 'a Pod from the command line',
    steps: [
      'kubectl get pods',
      'kubectl run web --image=nginx:1.27-alpine --port 80',
      'kubectl wait --for=condition=Ready pod/web --timeout=60s',
      'kubectl get pod web',
      'kubectl get pod web -o wide',
      'kubectl describe pod web',
      {run: 'kubectl get pod web -o yaml', differs: 'the image of the real cluster has another digest'},
      'kubectl get pod web -o jsonpath={.status.phase}',
      'kubectl get pods -o name',
      'kubectl run web --image=nginx:1.27-alpine',
      'kubectl delete pod web --now',
      'kubectl get pod web',
    ],
    passing: ['Killing'],
  },
  {
    name: 'a Pod that is entered',
    steps: [
      'kubectl run web --image=nginx:1.27-alpine',
      'kubectl wait --for=condition=Ready pod/web --timeout=60s',
      'kubectl exec web -- hostname',
      "kubectl exec web -- sh -c 'exit 3'",
      {run: 'kubectl exec -i web -- cat', stdin: 'typed\n'},
      'kubectl exec web -- nosuch',
      'kubectl exec web -c nope -- ls',
      'kubectl exec nosuch -- ls',
      'kubectl exec web',
      'echo hello > f.txt; kubectl cp f.txt web:/tmp/f.txt',
      'kubectl exec web -- cat /tmp/f.txt',
      'kubectl cp web:/tmp/f.txt back.txt && cat back.txt',
      {run: 'kubectl cp web:/nosuch back.txt', differs: 'what tar says may come too late to be told'},
      'kubectl logs web -c nope',
      'kubectl logs nosuch',
    ],
  },
  {
    name: 'labels and annotations',
    steps: [
      'kubectl run web --image=busybox:1.36 -- sleep 1000',
      'kubectl wait --for=condition=Ready pod/web --timeout=60s',
      'kubectl label pod web tier=front',
      'kubectl label pod web tier=back',
      'kubectl label pod web tier=back --overwrite',
      'kubectl label pod web tier=back',
      'kubectl label pod web bad/label/x=1',
      'kubectl get pods --show-labels',
      "kubectl get pods -l 'run in (web,api),!x'",
      'kubectl get pods -l tier=front',
      'kubectl get pods -L tier',
      'kubectl label pod web tier-',
      'kubectl label pod web tier-',
      'kubectl annotate pod web note=hi',
      'kubectl annotate pod web note=ho',
      'kubectl annotate pod web note-',
      'kubectl get pods --field-selector=status.phase=Running',
      'kubectl get pods --field-selector=spec.nosuch=1',
      'kubectl label pods --all old=yes',
      'kubectl label pod nosuch a=b',
    ],
  },
  {
    name: 'a Pod of an init container and two containers',
    files: {'two.yaml': twoContainers},
    steps: [
      'kubectl apply -f two.yaml',
      'kubectl wait --for=condition=Ready pod/two --timeout=60s',
      'kubectl apply -f two.yaml',
      'kubectl diff -f two.yaml',
      'kubectl get -f two.yaml',
      'kubectl logs two -c side --tail=1',
      'kubectl logs two -c prepare',
      'kubectl logs two --tail=0',
      'kubectl logs two --all-containers --tail=1 | grep -c beside',
      'kubectl exec two -c side -- wget -qO- localhost',
      'kubectl exec two -- cat /usr/share/nginx/html/index.html',
      {run: 'kubectl describe pod two', differs: 'the image of the real cluster has another digest'},
      "sed 's/50m/60m/' two.yaml | kubectl apply -f -",
      "sed 's/1.27-alpine/1.28/' two.yaml | kubectl diff -f - | grep '^[-+] '",
      'kubectl delete -f two.yaml --now',
      'kubectl get -f two.yaml',
    ],
    passing: ['Killing', 'Unhealthy'],
  },
  {
    name: 'a Pod that ends',
    steps: [
      "kubectl run once --image=busybox:1.36 --restart=Never -- sh -c 'echo done; exit 2'",
      "kubectl wait --for=jsonpath='{.status.phase}'=Failed pod/once --timeout=60s",
      'kubectl get pod once',
      'kubectl logs once',
      'kubectl exec once -- ls',
      "kubectl get pod once -o jsonpath='{.status.containerStatuses[0].state.terminated.exitCode}'",
      'kubectl run good --image=busybox:1.36 --restart=Never --labels=a=b,c=d --env=X=1 -- env',
      "kubectl wait --for=jsonpath='{.status.phase}'=Succeeded pod/good --timeout=60s",
      'kubectl logs good | grep X=',
      'kubectl get pod good --show-labels',
      'kubectl run t --image=busybox:1.36 --rm -i --restart=Never -- echo hi',
      'kubectl delete pod once good',
      'kubectl get pods',
    ],
  },
  {
    name: 'a Pod that takes its leave',
    steps: [
      'kubectl run polite --image=busybox:1.36 -- sh -c \'trap "echo bye; exit 0" TERM; while true; do sleep 0.1; done\'',
      'kubectl run stubborn --image=busybox:1.36 -- sleep 1000',
      'kubectl wait --for=condition=Ready pod/polite pod/stubborn --timeout=60s',
      'kubectl delete pod polite --timeout=20s',
      'kubectl delete pod stubborn --grace-period=1 --timeout=20s',
      'kubectl delete pod stubborn',
      'kubectl delete pod stubborn --ignore-not-found',
      'kubectl delete pods --all',
    ],
    passing: ['Killing'],
  },
  {
    name: 'what a Pod knows of itself',
    files: {
      'self.yaml': `apiVersion: v1
kind: Pod
metadata: {name: self, labels: {app: self}, annotations: {note: hello}}
spec:
  restartPolicy: Never
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, 'echo $NAME $SPACE $CPU $MEM $LATER; cat /self/labels /self/note; echo; id -u; pwd; cat /etc/hostname']
    workingDir: /tmp
    env:
    - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
    - {name: SPACE, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
    - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
    - {name: MEM, valueFrom: {resourceFieldRef: {resource: requests.memory}}}
    - {name: LATER, value: 'I am $(NAME), $$(NAME), $(NOSUCH)'}
    resources: {limits: {cpu: 500m, memory: 64Mi}, requests: {memory: 32Mi}}
    volumeMounts: [{name: self, mountPath: /self}]
  securityContext: {runAsUser: 1000}
  volumes:
  - name: self
    downwardAPI:
      items:
      - {path: labels, fieldRef: {fieldPath: metadata.labels}}
      - {path: note, fieldRef: {fieldPath: "metadata.annotations['note']"}}
`,
    },
    steps: [
      'kubectl apply -f self.yaml',
      "kubectl wait --for=jsonpath='{.status.phase}'=Succeeded pod/self --timeout=60s",
      'kubectl logs self',
      "kubectl get pod self -o jsonpath='{.status.qosClass}'",
    ],
  },
];
