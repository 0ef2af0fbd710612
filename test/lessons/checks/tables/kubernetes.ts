import type {Json, Params} from '../../../../src/observation.ts';
import {
  absent,
  call,
  noDocker,
  noDockerVerdict,
  passed,
  present,
  type Row,
  type Table,
  unmet,
  waiting,
} from './table.ts';

const noCluster: Row['seen'] = {state: 'unreachable', reason: {cause: 'no-cluster', params: {name: 'k8s-learn'}}};
const noClusterVerdict: Row['verdict'] = {verdict: 'blocked', cause: 'no-cluster', params: {name: 'k8s-learn'}};

const home = {context: 'kind-k8s-learn', namespace: 'default'};
const node = (name: string, role: string, ready = true): Json => ({name, role, ready});
const ofCluster = (title: string, params: Params, nodes: readonly Json[], verdict: Row['verdict']): Row => ({
  title,
  params,
  seen: present({
    name: 'k8s-learn',
    version: 'v1.34.4',
    nodes,
    context: home.context,
    namespace: '',
    leadsHere: true,
    home,
  }),
  verdict,
});
const three = [node('a', 'control-plane'), node('b', 'worker'), node('c', 'worker')];

export const clusters: Table = {
  type: 'cluster',
  rows: [
    ofCluster('any', {}, three, passed),
    ofCluster('as written', {nodes: 3, ready: 3, version: '~^v1[.]34', namespace: 'default'}, three, passed),
    ofCluster(
      'too few nodes',
      {nodes: '>= 4'},
      three,
      unmet('cluster-differs', {property: 'nodes', expected: '>= 4', seen: '3'}),
    ),
    ofCluster(
      'another version',
      {version: '~^v1[.]35'},
      three,
      unmet('cluster-differs', {property: 'version', expected: '~^v1[.]35', seen: 'v1.34.4'}),
    ),
    ofCluster(
      'another namespace',
      {namespace: 'shop'},
      three,
      unmet('cluster-differs', {property: 'namespace', expected: 'shop', seen: 'default'}),
    ),
    ofCluster(
      'a node that is not ready yet',
      {ready: 2},
      [node('a', 'control-plane'), node('b', 'worker', false)],
      waiting('waiting-for-nodes', {expected: '2', seen: '1'}),
    ),
    {title: 'none yet', params: {nodes: 1}, seen: absent(), verdict: unmet('no-cluster-yet', {})},
    {title: 'it does not answer', params: {}, seen: noCluster, verdict: noClusterVerdict},
  ],
};

const meta = (name: string, more: Params = {}): Params => ({name, ...more});
const deployment = (status: Params, more: Params = {}): Json => ({
  kind: 'Deployment',
  metadata: meta('web', {generation: 2}),
  spec: {
    replicas: 3,
    template: {
      spec: {
        containers: [
          {name: 'web', image: 'nginx:1.27-alpine'},
          {name: 'side', image: 'x'},
        ],
      },
    },
  },
  status: {observedGeneration: 2, ...status},
  ...more,
});
const asked = (kind: string, wanted: Params = {}): Params => ({kind, name: 'web', ...wanted});
const differs = (property: string, expected: string, seen: string, kind = 'Deployment'): Row['verdict'] =>
  unmet('object-differs', {kind, name: 'web', property, expected, seen});
const pod = (name: string, status: Params, metadata: Params = {}): Json => ({
  kind: 'Pod',
  metadata: meta(name, metadata),
  status,
});
const running = {phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]};
const selected: Params = {kind: 'Pod', selector: 'app=web', status: {phase: 'Running'}};

export const objects: Table = {
  type: 'object',
  rows: [
    {title: 'it is there', params: asked('Deployment'), seen: present(deployment({})), verdict: passed},
    {
      title: 'a member of a list is found by its name',
      params: asked('Deployment', {spec: {template: {spec: {containers: [{name: 'web', image: '~^nginx:'}]}}}}),
      seen: present(deployment({})),
      verdict: passed,
    },
    {
      title: 'another image',
      params: asked('Deployment', {spec: {template: {spec: {containers: [{name: 'web', image: 'nginx:1.28'}]}}}}),
      seen: present(deployment({})),
      verdict: differs('spec.template.spec.containers[web].image', 'nginx:1.28', 'nginx:1.27-alpine'),
    },
    {
      title: 'the spec comes before the status',
      params: asked('Deployment', {status: {availableReplicas: 3}, spec: {replicas: 2}}),
      seen: present(deployment({availableReplicas: 1})),
      verdict: differs('spec.replicas', '2', '3'),
    },
    {
      title: 'a rollout that goes on',
      params: asked('Deployment', {status: {availableReplicas: 3}}),
      seen: present(deployment({replicas: 3, updatedReplicas: 3, readyReplicas: 1, availableReplicas: 1})),
      verdict: waiting('waiting-for-object', {
        ...{kind: 'Deployment', name: 'web'},
        ...{property: 'status.availableReplicas', expected: '3', seen: '1'},
      }),
    },
    {
      title: 'a status from before the change',
      params: asked('Deployment', {spec: {replicas: 3}, status: {availableReplicas: 3}}),
      seen: present(deployment({observedGeneration: 1, replicas: 3, availableReplicas: 3})),
      verdict: waiting('waiting-for-object', {
        ...{kind: 'Deployment', name: 'web'},
        ...{property: 'status.observedGeneration', expected: '2', seen: '1'},
      }),
    },
    {
      title: 'a status from before the change, where none is asked for',
      params: asked('Deployment', {spec: {replicas: 3}}),
      seen: present(deployment({observedGeneration: 1})),
      verdict: passed,
    },
    {
      title: 'a rollout that gave up',
      params: asked('Deployment', {status: {availableReplicas: 3}}),
      seen: present(
        deployment({
          replicas: 3,
          availableReplicas: 1,
          conditions: [{type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded'}],
        }),
      ),
      verdict: differs('status.availableReplicas', '3', '1'),
    },
    {
      title: 'null asks for a field to be absent',
      params: asked('Deployment', {spec: {paused: null}}),
      seen: present(deployment({}, {spec: {paused: true}})),
      verdict: differs('spec.paused', 'absent', 'true'),
    },
    {
      title: 'it is not there',
      params: asked('Deployment'),
      seen: absent('wep'),
      verdict: unmet('not-there', {kind: 'Deployment', name: 'web', similar: ['wep']}),
    },
    {
      title: 'as many as written, without those on their way out',
      params: {...selected, count: 2},
      seen: present({items: [pod('a', running), pod('b', running), pod('c', running, {deletionTimestamp: 'now'})]}),
      verdict: passed,
    },
    {
      title: 'one of them is on its way',
      params: {...selected, count: 2},
      seen: present({items: [pod('a', running), pod('b', {phase: 'Pending'})]}),
      verdict: waiting('waiting-for-object', {
        ...{kind: 'Pod', name: 'b'},
        ...{property: 'status.phase', expected: 'Running', seen: 'Pending'},
      }),
    },
    {
      title: 'too many',
      params: {...selected, count: 1},
      seen: present({items: [pod('a', running), pod('b', running)]}),
      verdict: unmet('count-differs', {kind: 'Pod', selector: 'app=web', expected: '1', seen: '2'}),
    },
    {
      title: 'none has the labels',
      params: selected,
      seen: present({items: []}),
      verdict: unmet('none-selected', {kind: 'Pod', selector: 'app=web'}),
    },
    {
      title: 'none is wanted',
      params: {...selected, count: 0},
      seen: present({items: []}),
      verdict: passed,
    },
    {title: 'no cluster', params: asked('Pod'), seen: noCluster, verdict: noClusterVerdict},
  ],
};

const gone = {object: {kind: 'Pod', name: 'web'}};

/** What the check types that know both sandboxes' objects say of a cluster's. */
export const inCluster: {readonly [type: string]: readonly Row[]} = {
  absent: [
    {title: 'an object that is gone', params: gone, seen: absent(), verdict: passed},
    {
      title: 'an object that is there',
      params: gone,
      seen: present(pod('web', running)),
      verdict: unmet('still-there', {kind: 'Pod', name: 'web'}),
    },
    {title: 'an object of no cluster', params: gone, seen: noCluster, verdict: noClusterVerdict},
  ],
  logs: [
    {
      title: 'a line of a Pod',
      params: {pod: 'app=web', contains: 'up'},
      seen: present({lines: ['up']}),
      verdict: passed,
    },
    {
      title: 'a Pod without the line',
      params: {pod: 'web', contains: 'up'},
      seen: present({lines: ['down']}),
      verdict: unmet('logs-missing', {kind: 'Pod', name: 'web', expected: 'up', seen: 'down'}),
    },
    {
      title: 'no Pod',
      params: {pod: 'web'},
      seen: absent(),
      verdict: unmet('not-there', {kind: 'Pod', name: 'web', similar: []}),
    },
  ],
  http: [
    {
      title: 'an answer inside the cluster',
      params: {of: 'service/web', port: 80, status: 200},
      seen: present({status: 200, headers: {}, body: ''}),
      verdict: passed,
    },
    {
      title: 'another answer inside the cluster',
      params: {of: 'service/web', port: 80, path: '/x', status: 200},
      seen: present({status: 404, headers: {}, body: ''}),
      verdict: unmet('http-status-differs', {url: 'service/web:80/x', expected: '200', seen: '404'}),
    },
    {
      title: 'no such Service',
      params: {of: 'service/web', port: 80},
      seen: absent(),
      verdict: unmet('not-there', {kind: 'Service', name: 'web', similar: []}),
    },
  ],
  command: [
    {
      title: 'kubectl on an object, by its short name',
      params: {ran: 'kubectl scale', target: 'deploy/web'},
      seen: present({calls: [call('kubectl scale', 'deployments/web')]}),
      verdict: passed,
    },
    {
      title: 'kubectl on another object',
      params: {ran: 'kubectl scale', target: 'deploy/web'},
      seen: present({calls: [call('kubectl scale', 'deployments/api')]}),
      verdict: unmet('run-against-other-target', {
        ...{command: 'kubectl scale', expected: 'deploy/web', seen: 'deployments/api'},
      }),
    },
    {
      title: 'kubectl that was refused',
      params: {ran: 'kubectl apply'},
      seen: present({calls: [call('kubectl apply', 'pods/web', {status: 422, error: 'invalid'})]}),
      verdict: unmet('call-refused', {command: 'kubectl apply', target: 'pods/web', answer: 'invalid'}),
    },
    {title: 'no Docker', params: {ran: 'kubectl get'}, seen: noDocker, verdict: noDockerVerdict},
  ],
};
