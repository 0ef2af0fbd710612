import {createScheduler} from '../../controllers/scheduler/scheduler.ts';
import type {Program} from '../../runtime/process/process.ts';
import type {Backplane} from '../backplane.ts';
import {loopProgram} from './loop-program.ts';
import {kubernetesVersion} from './version.ts';

/** https://kubernetes.io/docs/reference/command-line-tools-reference/kube-scheduler/ */
export function kubeSchedulerProgram(backplane: Backplane): Program {
  return loopProgram(backplane, {
    name: 'kube-scheduler',
    memoryBytes: 24 << 20,
    port: 10_259,
    releases: true,
    starting: ['server.go:175', `"Starting Kubernetes Scheduler" version="${kubernetesVersion}"`],
    controllers: () => [createScheduler()],
  });
}
