import {objectIn} from '../checks/json.ts';
import {defineCause} from './diagnosis.ts';
import {askedObject, clusterOf, nameOf} from './kube-evidence.ts';

/** A Deployment that was told to wait. */
export const rolloutPaused = defineCause({
  cause: 'rollout-paused',
  verdict: 'unmet',
  params: ['name'],
  says: {
    usual: {
      en: 'Deployment {name} is paused: changes of its template wait.‹ `kubectl rollout resume deployment/{name}` lets them through.›',
      zh: 'Deployment {name} 处于暂停状态：模板的改动都在等着。‹`kubectl rollout resume deployment/{name}` 会放行。›',
    },
  },
  explains(found) {
    const asked = askedObject(found);
    const deployment = clusterOf(found)?.deployments.find((one) => nameOf(one) === asked?.name);
    if (asked?.kind !== 'Deployment' || !deployment) return undefined;
    return objectIn(deployment, 'spec')['paused'] === true ? {name: asked.name} : undefined;
  },
});
