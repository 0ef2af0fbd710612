import type {KubeObject} from '../../object.ts';
import {ageOf, msOf} from '../../values/durations.ts';
import {fieldsOf, listOf, numberOf, textOf} from '../../values/reading.ts';
import {column, orNone, specOf, statusOf, wideColumn} from '../columns.ts';
import {ageColumn, nameColumn} from '../define.ts';
import type {Column} from '../resource.ts';

type Loose = {readonly [field: string]: unknown};

/** What `kubectl get pods` says of a Pod in three columns. */
interface Summary {
  readonly ready: number;
  readonly total: number;
  readonly reason: string;
  readonly restarts: number;
  readonly lastRestart: string;
}

/** What is counted while the containers are gone through. */
interface Tally {
  ready: number;
  restarts: number;
  lastRestart: string;
}

function count(tally: Tally, container: Loose): void {
  tally.restarts += numberOf(container['restartCount']);
  const finished = textOf(fieldsOf(fieldsOf(container['lastState'])['terminated'])['finishedAt']);
  if (finished !== '' && (msOf(finished) ?? 0) > (msOf(tally.lastRestart) ?? 0)) tally.lastRestart = finished;
}

function ended({reason, signal, exitCode}: Loose, prefix: string): string {
  if (textOf(reason) !== '') return prefix + textOf(reason);
  return numberOf(signal) === 0 ? `${prefix}ExitCode:${numberOf(exitCode)}` : `${prefix}Signal:${numberOf(signal)}`;
}

/** What keeps a Pod from being initialized, if anything; counts sidecars that run. */
function initializing(pod: KubeObject, sidecars: ReadonlySet<string>, tallies: {all: Tally; sidecars: Tally}): string {
  const containers = listOf(statusOf(pod)['initContainerStatuses']).map(fieldsOf);
  for (const [index, container] of containers.entries()) {
    const {name, started, ready, state} = container;
    const isSidecar = sidecars.has(textOf(name));
    count(tallies.all, container);
    if (isSidecar) count(tallies.sidecars, container);
    const {terminated, waiting} = fieldsOf(state);
    if (terminated !== undefined && numberOf(fieldsOf(terminated).exitCode) === 0) continue;
    if (isSidecar && started === true) {
      if (ready === true) tallies.sidecars.ready += 1;
      continue;
    }
    if (terminated !== undefined) return ended(fieldsOf(terminated), 'Init:');
    const reason = textOf(fieldsOf(waiting).reason);
    if (reason !== '' && reason !== 'PodInitializing') return `Init:${reason}`;
    return `Init:${index}/${listOf(specOf(pod)['initContainers']).length}`;
  }
  return '';
}

function isTrue(pod: KubeObject, type: string): boolean {
  return listOf(statusOf(pod)['conditions']).some(
    (one) => fieldsOf(one).type === type && fieldsOf(one).status === 'True',
  );
}

/** What the containers say, the last first; the reason is the first one's that has something to say. */
function running(pod: KubeObject, before: string, tally: Tally): string {
  let reason = before;
  let runs = false;
  for (const container of listOf(statusOf(pod)['containerStatuses']).map(fieldsOf).reverse()) {
    count(tally, container);
    const {waiting, terminated, running: runningState} = fieldsOf(container.state);
    if (textOf(fieldsOf(waiting).reason) !== '') reason = textOf(fieldsOf(waiting).reason);
    else if (terminated !== undefined) reason = ended(fieldsOf(terminated), '');
    else if (container.ready === true && runningState !== undefined) {
      runs = true;
      tally.ready += 1;
    }
  }
  if (reason !== 'Completed' || !runs) return reason;
  return isTrue(pod, 'Ready') ? 'Running' : 'NotReady';
}

function summarize(pod: KubeObject): Summary {
  const {containers, initContainers} = specOf(pod);
  const sidecars = new Set(
    listOf(initContainers).flatMap((one) =>
      fieldsOf(one).restartPolicy === 'Always' ? [textOf(fieldsOf(one).name)] : [],
    ),
  );
  const tallies = {all: {ready: 0, restarts: 0, lastRestart: ''}, sidecars: {ready: 0, restarts: 0, lastRestart: ''}};
  let reason = phaseOf(pod);
  const hindered = initializing(pod, sidecars, tallies);
  if (hindered !== '') reason = hindered;
  const started = hindered === '' || isTrue(pod, 'Initialized');
  const tally = started ? tallies.sidecars : {...tallies.all, ready: tallies.sidecars.ready};
  if (started) reason = running(pod, reason, tally);
  return {...tally, total: listOf(containers).length + sidecars.size, reason: ending(pod, reason)};
}

function phaseOf(pod: KubeObject): string {
  const {phase, reason, conditions} = statusOf(pod);
  const gated = listOf(conditions).some(
    (one) => fieldsOf(one).type === 'PodScheduled' && fieldsOf(one).reason === 'SchedulingGated',
  );
  return gated ? 'SchedulingGated' : textOf(reason) || textOf(phase);
}

function ending(pod: KubeObject, reason: string): string {
  if (pod.metadata.deletionTimestamp === undefined) return reason;
  const {phase, reason: why} = statusOf(pod);
  if (why === 'NodeLost') return 'Unknown';
  return phase === 'Succeeded' || phase === 'Failed' ? reason : 'Terminating';
}

function restartsText(pod: KubeObject, now: number): string {
  const {restarts, lastRestart} = summarize(pod);
  return restarts === 0 || lastRestart === '' ? String(restarts) : `${restarts} (${ageOf(lastRestart, now)} ago)`;
}

function gatesText(pod: KubeObject): string {
  const gates = listOf(specOf(pod)['readinessGates']).map((gate) => textOf(fieldsOf(gate).conditionType));
  if (gates.length === 0) return '<none>';
  return `${gates.filter((gate) => isTrue(pod, gate)).length}/${gates.length}`;
}

/** The columns of `kubectl get pods`. */
export const podColumns: readonly Column[] = [
  nameColumn,
  column('Ready', (pod) => {
    const {ready, total} = summarize(pod);
    return `${ready}/${total}`;
  }),
  column('Status', (pod) => summarize(pod).reason),
  column('Restarts', restartsText),
  ageColumn,
  wideColumn('IP', (pod) => orNone(textOf(fieldsOf(listOf(statusOf(pod)['podIPs'])[0]).ip))),
  wideColumn('Node', (pod) => orNone(textOf(specOf(pod)['nodeName']))),
  wideColumn('Nominated Node', (pod) => orNone(textOf(statusOf(pod)['nominatedNodeName']))),
  wideColumn('Readiness Gates', gatesText),
];
