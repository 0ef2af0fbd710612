import {existsSync, renameSync, rmSync} from 'node:fs';
import type {Paths} from '../../paths.ts';

type Places = Pick<Paths, 'kubeconfig' | 'waitingKubeconfig' | 'clusterKeys'>;

/** Clears the learner's kubeconfig for a new embedded cluster; the one of a real cluster waits until that is used again. */
export function putAside({kubeconfig, waitingKubeconfig, clusterKeys}: Places): void {
  const isOfRealOne = existsSync(clusterKeys) && existsSync(kubeconfig) && !existsSync(waitingKubeconfig);
  if (isOfRealOne) renameSync(kubeconfig, waitingKubeconfig);
  else rmSync(kubeconfig, {force: true});
}

/** The kubeconfig of the real cluster takes the place of one that led to an embedded cluster. */
export function putBack({kubeconfig, waitingKubeconfig}: Places): void {
  if (existsSync(waitingKubeconfig)) renameSync(waitingKubeconfig, kubeconfig);
}
