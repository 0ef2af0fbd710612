import {LearnError} from '../../errors.ts';
import type {Operation} from '../../observation.ts';
import {KubernetesRefusal} from './api.ts';
import {openBase} from './base.ts';
import {type Context, courseNamespace, openContext} from './context.ts';
import {openFront} from './front.ts';
import {listenTo} from './listen.ts';
import {createMarks} from './marks.ts';
import {observeKubernetes} from './observe.ts';
import {textAt} from './read-object.ts';
import {notReady, until} from './ready.ts';
import {inventoryCluster, resetCluster} from './reset.ts';
import type {KubernetesOptions, KubernetesSide} from './side.ts';
import {surveyKubernetes} from './survey.ts';

const sessionLabel = 'dev.k8s-learn.session';
const path = `/api/v1/namespaces/${courseNamespace}`;

/** A cluster the learner has: the course works in one namespace of it, and the guard keeps to that. */
export async function openContextSide(
  options: KubernetesOptions & {readonly context: Context},
): Promise<KubernetesSide> {
  const {paths, clock, log, session, context} = options;
  const policy = {namespace: courseNamespace};
  const {front, close} = await openFront({upstream: () => context.upstream(), policy, log, clock});
  const cluster = openContext({context, kubeconfig: paths.contextKubeconfig, front, clock});
  const base = openBase(cluster, paths.contextBase);
  const marks = createMarks(cluster, base, paths.contextKubeconfig);
  const operations = new Set<(operation: Operation | undefined) => void>();

  async function ensure(): Promise<void> {
    try {
      if (!(await findNamespace())) {
        const metadata = {name: courseNamespace, labels: {[sessionLabel]: session}};
        await cluster.api.ask({
          method: 'POST',
          path: '/api/v1/namespaces',
          body: {apiVersion: 'v1', kind: 'Namespace', metadata},
        });
        // What every namespace is given comes a moment later, and is no learner's.
        await until(hasAccount, () => stuck(context, 'gets no service account'));
      }
      await base.take();
    } catch (error) {
      if (error instanceof KubernetesRefusal) throw notUsable(context, error);
      throw error;
    }
  }

  async function findNamespace(): Promise<object | undefined> {
    try {
      return await cluster.api.ask({path});
    } catch (error) {
      if (error instanceof KubernetesRefusal && error.status === 404) return undefined;
      throw error;
    }
  }

  async function hasAccount(): Promise<boolean> {
    try {
      await cluster.api.ask({path: `${path}/serviceaccounts/default`});
      return true;
    } catch (error) {
      if (error instanceof KubernetesRefusal && error.status === 404) return false;
      throw error;
    }
  }

  return {
    observe: (subject) => observeKubernetes(cluster, subject),
    survey: () => surveyKubernetes(cluster),
    changes: (onChange, signal) => listenTo({cluster, clock, operations, onChange, signal}),
    mark: (at) => marks.put(at),
    async reset(to) {
      await ensure();
      const snapshot = await marks.find(to);
      if (!snapshot) return {removed: [], exact: false};
      marks.leadTo(to);
      return resetCluster(cluster, snapshot);
    },
    async inventory(to) {
      if (!(await findNamespace())) return [];
      return inventoryCluster(cluster, (await marks.find(to)) ?? (await base.read()));
    },
    ensure,
    remove: () => Promise.reject(notOurs(context.name)),
    async clean() {
      const found = await findNamespace();
      if (textAt(found, 'metadata', 'labels', sessionLabel) !== session) return [];
      await cluster.api.ask({method: 'DELETE', path});
      await until(
        async () => !(await findNamespace()),
        () => stuck(context, 'does not go'),
      );
      return [`namespace ${courseNamespace}`];
    },
    async close() {
      cluster.close();
      context.close();
      await close();
    },
  };
}

function notOurs(name: string): LearnError {
  return new LearnError({
    code: 'NOT_OUR_CLUSTER',
    message: `The cluster of the context ${name} is yours: it is not taken away.`,
    fix: 'Without --context the course makes a cluster of its own.',
  });
}

function stuck({name}: Context, what: string): LearnError {
  return notReady(
    `the namespace ${courseNamespace} ${what}`,
    `kubectl --context ${name} describe namespace ${courseNamespace}`,
  );
}

function notUsable({name}: Context, {status, message}: KubernetesRefusal): LearnError {
  return new LearnError({
    code: 'CONTEXT_NOT_USABLE',
    message: `The cluster of the context ${name} ${status === 0 ? 'does not answer' : 'refuses'}: ${message}`,
    fix: `kubectl --context ${name} get namespaces shows what it says; the course makes a namespace ${courseNamespace} there and works in it.`,
    exitCode: 3,
  });
}
