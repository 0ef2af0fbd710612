import type {PodFailurePolicyRule} from 'kubernetes-types/batch/v1';
import type {Frozen} from '../../../kubernetes-api/object.ts';
import type {JobObject, PodObject} from '../kinds.ts';

export type FailureAction =
  | {readonly action: 'Count' | 'Ignore' | 'FailIndex'}
  | {readonly action: 'FailJob'; readonly message: string};

type Rule = Frozen<PodFailurePolicyRule>;

/** What a failed Pod means: the first rule that is about it decides. https://kubernetes.io/docs/tasks/job/pod-failure-policy/ */
export function failureAction({spec}: JobObject, pod: PodObject): FailureAction {
  for (const [index, rule] of spec.podFailurePolicy?.rules.entries() ?? []) {
    const why = matches(rule, pod);
    if (why === undefined) continue;
    if (rule.action === 'FailJob')
      return {action: 'FailJob', message: `${why} matching ${rule.action} rule at index ${index}`};
    if (rule.action === 'Ignore' || rule.action === 'FailIndex') return {action: rule.action};
    return {action: 'Count'};
  }
  return {action: 'Count'};
}

/** Why a rule is about a Pod, in the words of the Job's condition. */
function matches({onExitCodes, onPodConditions}: Rule, {metadata, status}: PodObject): string | undefined {
  const name = `${metadata.namespace}/${metadata.name}`;
  if (onExitCodes) {
    const {containerName, operator, values} = onExitCodes;
    const all = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
    const found = all.find(({name: container, state}) => {
      const exitCode = state?.terminated?.exitCode ?? 0;
      if (exitCode === 0 || (containerName !== undefined && container !== containerName)) return false;
      return values.includes(exitCode) === (operator === 'In');
    });
    if (!found) return undefined;
    const exitCode = found.state?.terminated?.exitCode;
    return `Container ${found.name} for pod ${name} failed with exit code ${exitCode}`;
  }
  const condition = onPodConditions?.find((wanted) =>
    status?.conditions?.some(({type, status}) => type === wanted.type && status === wanted.status),
  );
  return condition && `Pod ${name} has condition ${condition.type}`;
}
