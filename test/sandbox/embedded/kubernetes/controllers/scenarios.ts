import type {DeleteOptions} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import type {Fields} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {at, fieldsOf, listOf, numberOf} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';

/** A cluster as a scenario sees it: a real one, over kubectl, or ours. Everything is in one namespace of its own. */
export interface ScenarioCluster {
  create(object: Fields): Promise<void>;
  /** A JSON merge patch; `deployments/web`. */
  patch(at: string, change: Fields): Promise<void>;
  remove(at: string, propagation?: DeleteOptions['propagation']): Promise<void>;
  get(at: string): Promise<Fields>;
  list(resource: string): Promise<readonly Fields[]>;
  /** Lets time go on until it is so. */
  until(holds: () => Promise<boolean>): Promise<void>;
  /** Writes down how everything is now. */
  look(name: string): Promise<void>;
}

export interface Scenario {
  readonly name: string;
  run(cluster: ScenarioCluster): Promise<void>;
}

const pause = 'registry.k8s.io/pause:3.10.1';
const labels = {app: 'web'};

/** A Pod that runs until it is told to end. The environment makes it another template. */
const template = (version: string) => ({
  metadata: {labels},
  spec: {containers: [{name: 'c', image: pause, env: [{name: 'VERSION', value: version}]}]},
});

/** A Pod that never gets ready: its image is nowhere. */
const broken = {metadata: {labels}, spec: {containers: [{name: 'c', image: 'absent:1', imagePullPolicy: 'Never'}]}};

const deployment = (spec: Fields): Fields => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name: 'web', labels, annotations: {'example.com/note': 'kept'}},
  spec: {replicas: 3, selector: {matchLabels: labels}, template: template('1'), ...spec},
});

const work = {job: 'work'};
const job = (command: readonly string[], spec: Fields): Fields => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {name: 'work'},
  spec: {
    template: {
      metadata: {labels: work},
      spec: {restartPolicy: 'Never', containers: [{name: 'c', image: 'busybox:1.36', command}]},
    },
    ...spec,
  },
});

const status = (object: Fields, field: string) => numberOf(at(object, 'status', field));

/** Whether a Deployment's rollout is through. */
function isDone(object: Fields): boolean {
  const wanted = numberOf(at(object, 'spec', 'replicas'));
  const seen = status(object, 'observedGeneration') === numberOf(at(object, 'metadata', 'generation'));
  return (
    seen && ['replicas', 'updatedReplicas', 'availableReplicas'].every((field) => status(object, field) === wanted)
  );
}

function hasCondition(object: Fields, type: string, reason: string): boolean {
  return listOf(at(object, 'status', 'conditions')).some((condition) => {
    const {type: its, reason: why} = fieldsOf(condition);
    return its === type && why === reason;
  });
}

const ended = (object: Fields) =>
  hasCondition(object, 'Complete', 'CompletionsReached') ||
  listOf(at(object, 'status', 'conditions')).some((condition) => fieldsOf(condition).type === 'Failed');

async function rollOut(cluster: ScenarioCluster): Promise<void> {
  await cluster.until(async () => isDone(await cluster.get('deployments/web')));
  await cluster.until(async () =>
    (await cluster.list('pods')).every((pod) => at(pod, 'metadata', 'deletionTimestamp') === undefined),
  );
}

function disruption(name: string, spec: Fields): Scenario {
  return {
    name: `disruption-${name}`,
    async run(cluster) {
      await cluster.create({
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: {name},
        spec: {selector: {matchLabels: labels}, ...spec},
      });
      await cluster.create(deployment({}));
      await rollOut(cluster);
      await cluster.until(
        async () => status(await cluster.get(`poddisruptionbudgets/${name}`), 'currentHealthy') === 3,
      );
      await cluster.look('healthy');
    },
  };
}

/** What controllers are compared with a real cluster in. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'deployment',
    async run(cluster) {
      await cluster.create(deployment({}));
      await rollOut(cluster);
      await cluster.look('ready');
      await cluster.patch('deployments/web', {spec: {template: template('2')}});
      await rollOut(cluster);
      await cluster.look('updated');
      await cluster.patch('deployments/web', {spec: {template: template('1')}});
      await rollOut(cluster);
      await cluster.look('undone');
      await cluster.patch('deployments/web', {spec: {replicas: 1}});
      await rollOut(cluster);
      await cluster.look('scaled');
      await cluster.patch('deployments/web', {spec: {paused: true}});
      await cluster.until(async () =>
        hasCondition(await cluster.get('deployments/web'), 'Progressing', 'DeploymentPaused'),
      );
      await cluster.look('paused');
      await cluster.patch('deployments/web', {spec: {paused: null}});
      await cluster.until(
        async () => !hasCondition(await cluster.get('deployments/web'), 'Progressing', 'DeploymentPaused'),
      );
      await rollOut(cluster);
      await cluster.look('resumed');
    },
  },
  {
    name: 'recreate',
    async run(cluster) {
      await cluster.create(deployment({replicas: 2, strategy: {type: 'Recreate'}}));
      await rollOut(cluster);
      await cluster.patch('deployments/web', {spec: {template: template('2')}});
      await rollOut(cluster);
      await cluster.look('updated');
    },
  },
  {
    name: 'stuck',
    async run(cluster) {
      await cluster.create(deployment({replicas: 4, progressDeadlineSeconds: 4}));
      await rollOut(cluster);
      await cluster.patch('deployments/web', {spec: {template: broken}});
      await cluster.until(async () =>
        hasCondition(await cluster.get('deployments/web'), 'Progressing', 'ProgressDeadlineExceeded'),
      );
      await cluster.look('late');
      await cluster.patch('deployments/web', {spec: {replicas: 8}});
      await cluster.until(async () => status(await cluster.get('deployments/web'), 'availableReplicas') === 6);
      await cluster.look('scaled');
    },
  },
  {
    name: 'quota',
    async run(cluster) {
      const spec = {hard: {pods: '2'}};
      await cluster.create({apiVersion: 'v1', kind: 'ResourceQuota', metadata: {name: 'few'}, spec});
      await cluster.until(async () => at(await cluster.get('resourcequotas/few'), 'status', 'hard') !== undefined);
      await cluster.create(deployment({}));
      await cluster.until(async () => status(await cluster.get('deployments/web'), 'availableReplicas') === 2);
      await cluster.look('limited');
    },
  },
  {
    name: 'statefulset',
    async run(cluster) {
      const ready = async (field: string, count: number) =>
        cluster.until(async () => {
          const set = await cluster.get('statefulsets/db');
          const seen = status(set, 'observedGeneration') === numberOf(at(set, 'metadata', 'generation'));
          return seen && status(set, field) === count && status(set, 'availableReplicas') === count;
        });
      await cluster.create({
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: {name: 'db'},
        spec: {
          replicas: 3,
          serviceName: 'db',
          selector: {matchLabels: labels},
          template: template('1'),
          volumeClaimTemplates: [
            {
              metadata: {name: 'data'},
              spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Mi'}}},
            },
          ],
        },
      });
      await ready('currentReplicas', 3);
      await cluster.look('ready');
      await cluster.patch('statefulsets/db', {
        spec: {template: template('2'), updateStrategy: {rollingUpdate: {partition: 2}}},
      });
      await cluster.until(async () => status(await cluster.get('statefulsets/db'), 'updatedReplicas') === 1);
      await cluster.until(async () => status(await cluster.get('statefulsets/db'), 'availableReplicas') === 3);
      await cluster.look('partitioned');
      await cluster.patch('statefulsets/db', {spec: {updateStrategy: {rollingUpdate: {partition: 0}}}});
      await ready('updatedReplicas', 3);
      await cluster.look('updated');
      await cluster.patch('statefulsets/db', {spec: {replicas: 1}});
      await ready('replicas', 1);
      await cluster.look('scaled');
    },
  },
  {
    name: 'daemonset',
    async run(cluster) {
      const updated = async () =>
        cluster.until(async () => {
          const set = await cluster.get('daemonsets/log');
          const seen = status(set, 'observedGeneration') === numberOf(at(set, 'metadata', 'generation'));
          return seen && status(set, 'updatedNumberScheduled') === 2 && status(set, 'numberAvailable') === 2;
        });
      await cluster.create({
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: {name: 'log'},
        spec: {selector: {matchLabels: labels}, template: template('1')},
      });
      await updated();
      await cluster.look('ready');
      await cluster.patch('daemonsets/log', {spec: {template: template('2')}});
      await updated();
      await cluster.look('updated');
      await cluster.patch('daemonsets/log', {spec: {template: template('1')}});
      await updated();
      await cluster.look('undone');
    },
  },
  {
    name: 'job',
    async run(cluster) {
      await cluster.create(job(['true'], {completions: 3, parallelism: 2}));
      await cluster.until(async () => ended(await cluster.get('jobs/work')));
      await cluster.look('complete');
    },
  },
  {
    name: 'indexed-job',
    async run(cluster) {
      await cluster.create(job(['true'], {completions: 3, parallelism: 3, completionMode: 'Indexed'}));
      await cluster.until(async () => ended(await cluster.get('jobs/work')));
      await cluster.look('complete');
    },
  },
  {
    name: 'failing-job',
    async run(cluster) {
      await cluster.create(job(['false'], {backoffLimit: 1}));
      await cluster.until(async () => ended(await cluster.get('jobs/work')));
      await cluster.look('failed');
    },
  },
  {
    name: 'job-rule',
    async run(cluster) {
      const rules = [{action: 'FailJob', onExitCodes: {containerName: 'c', operator: 'In', values: [1, 42]}}];
      await cluster.create(job(['false'], {podFailurePolicy: {rules}}));
      await cluster.until(async () => ended(await cluster.get('jobs/work')));
      await cluster.look('failed');
    },
  },
  {
    name: 'late-job',
    async run(cluster) {
      await cluster.create(job(['sleep', '1000'], {activeDeadlineSeconds: 3}));
      await cluster.until(async () =>
        hasCondition(await cluster.get('jobs/work'), 'FailureTarget', 'DeadlineExceeded'),
      );
      await cluster.look('ending');
      await cluster.until(async () => ended(await cluster.get('jobs/work')));
      await cluster.look('ended');
    },
  },
  {
    name: 'suspended-job',
    async run(cluster) {
      await cluster.create(job(['sleep', '1000'], {parallelism: 2, completions: 2}));
      await cluster.until(async () => status(await cluster.get('jobs/work'), 'ready') === 2);
      await cluster.look('running');
      await cluster.patch('jobs/work', {spec: {suspend: true}});
      await cluster.until(async () => (await cluster.list('pods')).length === 0);
      await cluster.until(async () => status(await cluster.get('jobs/work'), 'terminating') === 0);
      await cluster.look('suspended');
      await cluster.patch('jobs/work', {spec: {suspend: false}});
      await cluster.until(async () => status(await cluster.get('jobs/work'), 'ready') === 2);
      await cluster.look('resumed');
    },
  },
  disruption('least', {minAvailable: 2}),
  disruption('share', {minAvailable: '50%'}),
  disruption('most', {maxUnavailable: '50%'}),
  {
    name: 'adoption',
    async run(cluster) {
      await cluster.create(deployment({replicas: 2}));
      await rollOut(cluster);
      await cluster.remove('deployments/web', 'Orphan');
      await cluster.until(async () => (await cluster.list('deployments')).length === 0);
      await cluster.look('orphaned');
      await cluster.create(deployment({replicas: 2}));
      await rollOut(cluster);
      await cluster.look('adopted');
    },
  },
  {
    name: 'cronjob',
    async run(cluster) {
      const {spec} = job(['true'], {});
      await cluster.create({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: {name: 'tick'},
        spec: {
          schedule: '* * * * *',
          successfulJobsHistoryLimit: 1,
          jobTemplate: {metadata: {labels: {...work}}, spec: spec ?? {}},
        },
      });
      await cluster.until(
        async () => at(await cluster.get('cronjobs/tick'), 'status', 'lastSuccessfulTime') !== undefined,
      );
      await cluster.look('once');
      await cluster.until(async () => (await cluster.list('events')).some(({reason}) => reason === 'SuccessfulDelete'));
      await cluster.patch('cronjobs/tick', {spec: {suspend: true}});
      await cluster.look('twice');
    },
  },
];
