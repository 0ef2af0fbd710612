import type {ContainerView, Verdict} from '../../observation.ts';
import {defineCheck, look} from './check.ts';
import {differs} from './compare.ts';
import {containerDifferences} from './container-differences.ts';
import {type ContainerParams, containerParams} from './container-params.ts';
import {judged, unmet, waiting} from './verdict.ts';
import {containerView, containerViews} from './views.ts';

/** Passes when the learner's container has every property the lesson wrote; others are ignored. */
export const container = defineCheck({
  type: 'container',
  params: containerParams,
  subject: ({name, of}) =>
    of === undefined
      ? {api: 'docker', resource: 'container', name: name ?? ''}
      : {api: 'docker', resource: 'containers-of', image: of},
  evaluate(wanted, seen) {
    const absent = (similar: readonly string[]) => notThere(wanted, similar);
    if (wanted.of === undefined) {
      const present = (object: ContainerView) => judge(wanted, object);
      return look(seen, {object: wanted.name ?? '', view: containerView, present, absent});
    }
    const present = (objects: readonly ContainerView[]) => best(objects.map((one) => judge(wanted, one))) ?? absent([]);
    return look(seen, {object: wanted.of, view: containerViews, present, absent});
  },
});

function notThere({name, of}: ContainerParams, similar: readonly string[]): Verdict {
  return of === undefined
    ? unmet('not-there', {kind: 'container', name: name ?? '', similar})
    : unmet('none-of-image', {image: of, similar});
}

/** Any container that passes is enough; else one that is on its way; else the newest, which comes first. */
function best(verdicts: readonly Verdict[]): Verdict | undefined {
  return (
    verdicts.find(({verdict}) => verdict === 'passed') ??
    verdicts.find(({verdict}) => verdict === 'waiting') ??
    verdicts[0]
  );
}

/** State first: as long as it is not the one asked for, nothing else says anything. */
function judge(wanted: ContainerParams, seen: ContainerView): Verdict {
  const object = {kind: 'container', name: seen.name};
  const differences = containerDifferences(wanted, seen);
  const state = onItsWay(wanted, seen);
  if (state !== undefined) return differences.length > 0 ? judged(object, differences) : state;
  return judged(object, [
    ...differs('state', wanted.state, seen.state === 'exited' || seen.state === 'dead' ? 'exited' : seen.state),
    ...differs('exitCode', wanted.exitCode, hasEnded(seen) ? seen.exitCode : ''),
    ...differences,
    ...differs('health', wanted.health, seen.health),
    ...differs('oomKilled', wanted.oomKilled, seen.oomKilled),
  ]);
}

function hasEnded({state, startedAt}: ContainerView): boolean {
  return (state === 'exited' || state === 'dead') && startedAt !== '';
}

/** A start that has not been tried yet, a first restart, a health check that has not run: these can still come true. */
function onItsWay({state, health}: ContainerParams, seen: ContainerView): Verdict | undefined {
  const {name} = seen;
  if (state === 'running' && seen.state === 'created' && seen.error === '')
    return waiting('waiting-for-start', {name, state: 'created'});
  if (state === 'running' && seen.state === 'restarting' && seen.restartCount <= 1)
    return waiting('waiting-for-start', {name, state: 'restarting'});
  const mayTurn = (state === undefined || state === seen.state) && seen.state === 'running';
  if (health !== undefined && health !== seen.health && seen.health === 'starting' && mayTurn)
    return waiting('waiting-for-health', {name, health});
  return undefined;
}
