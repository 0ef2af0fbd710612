import {textIn} from '../checks/json.ts';
import {conditionOf} from '../checks/on-its-way.ts';
import {defineCause} from './diagnosis.ts';
import {askedObject, clusterOf, nameOf} from './kube-evidence.ts';

/** A Deployment whose deadline has passed. */
export const rolloutStuck = defineCause({
  cause: 'rollout-stuck',
  verdict: 'unmet',
  params: ['name', 'answer'],
  says: {
    usual: {
      en: 'The rollout of {name} does not get on: {answer} `kubectl rollout status deployment/{name}` watches it, `kubectl rollout undo deployment/{name}` goes back.',
      zh: '{name} 的上线没有进展：{answer}`kubectl rollout status deployment/{name}` 可以盯着它，`kubectl rollout undo deployment/{name}` 可以退回。',
    },
  },
  explains(found) {
    const asked = askedObject(found);
    const deployment = clusterOf(found)?.deployments.find((one) => nameOf(one) === asked?.name);
    if (asked?.kind !== 'Deployment' || !deployment) return undefined;
    const progressing = conditionOf(deployment, 'Progressing');
    if (textIn(progressing, 'reason') !== 'ProgressDeadlineExceeded') return undefined;
    return {name: asked.name, answer: textIn(progressing, 'message').replace(/([^.])$/, '$1.')};
  },
});
