import type {Score} from '../score.ts';
import {balancedAllocation} from './balanced-allocation.ts';
import {imageLocality} from './image-locality.ts';
import {interPodAffinity} from './inter-pod-affinity.ts';
import {leastAllocated} from './least-allocated.ts';
import {nodeAffinity} from './node-affinity.ts';
import {podTopologySpread} from './pod-topology-spread.ts';
import {taintToleration} from './taint-toleration.ts';

export const scores: readonly Score[] = [
  taintToleration,
  nodeAffinity,
  leastAllocated,
  podTopologySpread,
  interPodAffinity,
  balancedAllocation,
  imageLocality,
];
