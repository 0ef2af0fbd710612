import type {KubectlScene} from '../corpus.ts';

/** Services, endpoints and names. */
export const serviceScenes: readonly KubectlScene[] = [
  {
    name: 'a Service before a Deployment',
    steps: [
      'kubectl create deployment web --image=nginx:1.27-alpine --replicas=2 --port=80',
      'kubectl rollout status deploy/web --timeout=60s >/dev/null',
      'kubectl expose deploy web --port=80',
      "kubectl wait --for=jsonpath='{.subsets[0].addresses[1].ip}' endpoints/web --timeout=30s >/dev/null",
      'kubectl get svc',
      'kubectl get svc web -o yaml',
      'kubectl describe svc web',
      {run: 'kubectl get endpoints web', differs: 'the addresses come in the order of their numbers'},
      'kubectl get endpointslices -l kubernetes.io/service-name=web -o jsonpath={.items[0].ports[0].port}',
      'kubectl run c --image=busybox:1.36 -- sleep 1000',
      'kubectl wait --for=condition=Ready pod/c --timeout=60s',
      'kubectl exec c -- timeout 5 wget -qO- http://web | grep -o Welcome.to.nginx | head -1',
      'kubectl exec c -- cat /etc/resolv.conf',
      "kubectl exec c -- sh -c 'nslookup web.$(cut -d. -f1 /etc/resolv.conf | sed -n s/search.//p).svc.cluster.local | grep -c Address'",
      'kubectl exec c -- env | grep WEB | sort',
      'kubectl set selector svc web app=nobody',
      "kubectl wait --for=jsonpath='{.metadata.name}'=web endpoints/web --timeout=30s",
      'kubectl delete svc web',
      'kubectl get svc,endpoints web',
    ],
    passing: ['FailedToUpdateEndpoint', 'FailedToUpdateEndpointSlices'],
  },
  {
    name: 'Services of every type',
    steps: [
      'kubectl create service clusterip one --tcp=80:8080',
      'kubectl create service clusterip hl --clusterip=None --tcp=80',
      'kubectl create service nodeport np --tcp=80:80',
      'kubectl create service nodeport np2 --tcp=80:80 --node-port=99',
      'kubectl create service loadbalancer lb --tcp=80:80',
      'kubectl create service externalname ext --external-name=example.com',
      'kubectl create service clusterip bad --clusterip=1.2.3.4 --tcp=80',
      'kubectl create service clusterip Big --tcp=80',
      'kubectl create service clusterip noport',
      'kubectl get svc',
      'kubectl get svc -o wide',
      'kubectl describe svc lb',
      'kubectl describe svc ext',
      `kubectl patch svc one -p '{"spec":{"clusterIP":"10.96.7.7"}}'`,
      `kubectl patch svc one -p '{"spec":{"ports":[{"port":81,"targetPort":81}]}}'`,
      `kubectl patch svc one -p '{"spec":{"type":"NodePort"}}'`,
      'kubectl get svc one -o jsonpath={.spec.ports[*].name}',
    ],
  },
  {
    name: 'an Ingress and a NetworkPolicy',
    files: {
      'policy.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress]
  ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]
`,
    },
    steps: [
      "kubectl create ingress i --rule='a.example/*=web:80' --rule='b.example/x=api:http'",
      'kubectl get ingress',
      'kubectl describe ingress i',
      "kubectl create ingress bad --rule='a.example'",
      'kubectl apply -f policy.yaml',
      'kubectl get netpol',
      'kubectl describe netpol closed',
      'kubectl delete netpol closed',
    ],
  },
  {
    name: 'a Service that sends only to who is ready',
    files: {
      'ready.yaml': `apiVersion: v1
kind: Pod
metadata: {name: moody, labels: {app: moody}}
spec:
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, 'sleep 1000']
    readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 1, failureThreshold: 1}
---
apiVersion: v1
kind: Service
metadata: {name: moody}
spec: {selector: {app: moody}, ports: [{port: 80}]}
`,
    },
    steps: [
      'kubectl apply -f ready.yaml',
      "kubectl wait --for=jsonpath='{.status.containerStatuses[0].started}'=true pod/moody --timeout=60s",
      "kubectl wait --for=jsonpath='{.endpoints[0].conditions.ready}'=false endpointslice -l kubernetes.io/service-name=moody --timeout=30s | sed 's/moody-.*/moody/'",
      'kubectl get pod moody',
      'kubectl get endpoints moody',
      'kubectl exec moody -- touch /tmp/ready',
      'kubectl wait --for=condition=Ready pod/moody --timeout=30s',
      'kubectl exec moody -- rm /tmp/ready',
      'kubectl wait --for=condition=Ready=false pod/moody --timeout=30s',
      'kubectl get pod moody',
      'kubectl describe svc moody | grep -v IP',
    ],
  },
];
