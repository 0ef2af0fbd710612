import type {KubectlScene} from '../corpus.ts';

/** ConfigMaps, Secrets and what reads them. */
export const configurationScenes: readonly KubectlScene[] = [
  {
    name: 'a ConfigMap is made, read and changed',
    files: {'f.txt': 'hello\nworld\n', 'app.env': 'A=1\nB=two words\n# no\n', 'd/one.txt': 'one', 'd/two.txt': 'two'},
    steps: [
      'kubectl create configmap c1 --from-literal=a=1 --from-file=f.txt',
      'kubectl get cm c1 -o yaml',
      'kubectl describe cm c1',
      'kubectl create configmap c2 --from-env-file=app.env',
      "kubectl get cm c2 -o jsonpath='{.data.B}'",
      'kubectl create cm c3 --from-file=d --from-file=renamed=f.txt',
      "kubectl get cm c3 -o go-template='{{range $k, $v := .data}}{{$k}} {{end}}'",
      'kubectl get cm',
      'kubectl create configmap c1 --from-literal=a=2',
      'kubectl create configmap bad --from-file=nosuch.txt',
      'kubectl create configmap bad --from-literal=a',
      "kubectl create configmap bad --from-literal='no space=1'",
      `kubectl patch cm c1 -p '{"data":{"a":"2"}}'`,
      `kubectl patch cm c1 --type=merge -p '{"data":{"a":null}}'`,
      `kubectl patch cm c1 -p '{"immutable":true}'`,
      `kubectl patch cm c1 -p '{"data":{"a":"3"}}'`,
      'kubectl delete cm c1 c2 nosuch',
    ],
  },
  {
    name: 'a Secret is made and read',
    files: {'key.txt': 'secret\n'},
    steps: [
      'kubectl create secret generic s1 --from-literal=p=w --from-file=key.txt',
      'kubectl get secret s1 -o yaml',
      'kubectl describe secret s1',
      "kubectl get secret s1 -o jsonpath='{.data.p}' | base64 -d",
      'kubectl create secret docker-registry reg --docker-server=r.example --docker-username=u --docker-password=p',
      'kubectl get secrets',
      'kubectl create secret generic s1',
      'kubectl create secret tls t --cert=nosuch --key=nosuch',
      `kubectl patch secret s1 -p '{"stringData":{"q":"x"}}'`,
      `kubectl patch secret s1 -p '{"data":{"q":"not base64!"}}'`,
      `kubectl patch secret s1 -p '{"type":"other"}'`,
      "kubectl get secret s1 -o jsonpath='{.data.q}'",
    ],
  },
  {
    name: 'a Pod reads its configuration',
    files: {
      'reader.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {COLOUR: blue, app.conf: "level=1\\n"}
---
apiVersion: v1
kind: Secret
metadata: {name: keys}
stringData: {PASSWORD: open}
---
apiVersion: v1
kind: Pod
metadata: {name: reader}
spec:
  containers:
  - name: c
    image: busybox:1.36
    command: [sleep, '1000']
    envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: keys}, prefix: S_}]
    env: [{name: PAINT, valueFrom: {configMapKeyRef: {name: settings, key: COLOUR}}}, {name: NONE, valueFrom: {configMapKeyRef: {name: nosuch, key: x, optional: true}}}]
    volumeMounts:
    - {name: all, mountPath: /all}
    - {name: keys, mountPath: /keys, readOnly: true}
    - {name: all, mountPath: /etc/app.conf, subPath: app.conf}
  volumes:
  - {name: all, configMap: {name: settings}}
  - {name: keys, secret: {secretName: keys, items: [{key: PASSWORD, path: p/w}], defaultMode: 0400}}
`,
    },
    steps: [
      'kubectl apply -f reader.yaml',
      'kubectl wait --for=condition=Ready pod/reader --timeout=60s',
      "kubectl exec reader -- sh -c 'echo $COLOUR $S_PASSWORD $PAINT [$NONE]'",
      'kubectl exec reader -- cat /all/app.conf /keys/p/w /etc/app.conf',
      'kubectl exec reader -- ls /all /keys',
      "kubectl exec reader -- sh -c 'echo x > /all/new'",
      "kubectl exec reader -- sh -c 'readlink /all/app.conf'",
      'kubectl exec reader -- ls /var/run/secrets/kubernetes.io/serviceaccount',
      {run: 'kubectl describe pod reader', differs: 'the image of the real cluster has another digest'},
      'kubectl get -f reader.yaml',
    ],
  },
  {
    name: 'a projected volume',
    files: {
      'projected.yaml': `apiVersion: v1
kind: Pod
metadata: {name: projected, labels: {tier: back}}
spec:
  restartPolicy: Never
  containers:
  - {name: c, image: 'busybox:1.36', command: [sh, -c, 'cd /p; for f in a/settings labels; do echo $f; cat $f; echo; done'], volumeMounts: [{name: p, mountPath: /p}]}
  volumes:
  - name: p
    projected:
      sources:
      - configMap: {name: settings, items: [{key: x, path: a/settings}]}
      - downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
      - serviceAccountToken: {path: token, expirationSeconds: 3600}
`,
    },
    steps: [
      'kubectl create configmap settings --from-literal=x=y',
      'kubectl apply -f projected.yaml',
      "kubectl wait --for=jsonpath='{.status.phase}'=Succeeded pod/projected --timeout=60s",
      'kubectl logs projected',
    ],
  },
];
