import {clusterGuard, clusterMemory} from './cluster.ts';
import {embeddedBesideReal, embeddedCrowd, embeddedRehearsal} from './embedded.ts';
import {embeddedCluster, embeddedClusterRehearsal, embeddedPods} from './embedded-cluster.ts';
import type {Bench} from './figure.ts';
import {guardLatency} from './guard.ts';
import {hostMemory, verdictLatency} from './host.ts';
import {firstFrame, flood, idle, keyEcho, packageSize} from './screen.ts';
import {listStartUp, parseLessons} from './start-up.ts';

export const benches: readonly Bench[] = [
  listStartUp,
  parseLessons,
  guardLatency,
  verdictLatency,
  hostMemory,
  clusterGuard,
  clusterMemory,
  embeddedBesideReal,
  embeddedCrowd,
  embeddedRehearsal,
  embeddedCluster,
  embeddedPods,
  embeddedClusterRehearsal,
  firstFrame,
  keyEcho,
  flood,
  idle,
  packageSize,
];
