import type {Kubectl} from '../app.ts';
import {type KubeconfigEditor, openKubeconfig} from '../kubeconfig/edit.ts';
import {type Kubeconfig, type KubeconfigPaths, kubeconfigPaths, loadKubeconfig} from '../kubeconfig/kubeconfig.ts';

/** The files that `kubectl config` is about. */
export function pathsOf({context, options}: Kubectl): KubeconfigPaths {
  return kubeconfigPaths(context, options.kubeconfig);
}

export function editorOf(kubectl: Kubectl): Promise<KubeconfigEditor> {
  return openKubeconfig(kubectl.context, pathsOf(kubectl));
}

/** The kubeconfig as it is; a file that is not there is an empty one. */
export function readConfig(kubectl: Kubectl): Promise<Kubeconfig> {
  return loadKubeconfig(kubectl.context, {...pathsOf(kubectl), explicit: false});
}
