import {readFileSync} from 'node:fs';
import type {Call, ClusterSurroundings, Observation} from '../../../../src/observation.ts';
import {caseOf} from '../case.ts';
import type {Story} from '../cases.ts';
import {type Fault, faults} from './faults.ts';
import {recordingOf} from './recording.ts';

const tried: Call = {at: 1000, verb: 'kubectl apply', target: 'pods/tried', status: 200, error: '', detail: {}};

/** What was recorded of a real cluster, and what must be said of it. */
export const kubernetesStories: readonly Story[] = faults.map((fault) => ({
  cause: fault.cause,
  title: fault.name,
  found: foundOf(fault),
  says: fault.says,
  saysInChinese: fault.saysInChinese,
}));

function foundOf(fault: Fault): Story['found'] {
  const recorded = JSON.parse(readFileSync(recordingOf(fault), 'utf8')) as {
    readonly seen: Observation;
    readonly cluster: ClusterSurroundings;
  };
  const calls = fault.calls ?? [tried];
  const seen: Observation = fault.check.type === 'command' ? {state: 'present', object: {calls}} : recorded.seen;
  const {containers = [], commands = [], context = recorded.cluster.state.context} = fault;
  const {leadsHere = fault.context === undefined} = fault;
  const cluster = {...recorded.cluster, state: {...recorded.cluster.state, context, leadsHere}};
  const found = caseOf(fault.check, seen, {cluster, calls, containers, commands});
  const service = {type: 'object', params: {kind: 'Service', name: 'web'}};
  return {...found, checks: [fault.check, service]};
}
