import {catalogue} from '../runtime/images/catalogue.ts';
import {createHub} from '../runtime/images/hub.ts';
import {kubernetesImages} from '../runtime/images/kubernetes.ts';
import {pause} from '../runtime/images/pause.ts';
import type {Program} from '../runtime/process/process.ts';
import {Backplane} from './backplane.ts';
import {entrypointProgram} from './boot/entrypoint.ts';
import {initProgram} from './boot/init.ts';
import {kubeletProgram} from './boot/kubelet-program.ts';
import {etcdProgram} from './control-plane/etcd.ts';
import {kubeApiserverProgram} from './control-plane/kube-apiserver.ts';
import {kubeControllerManagerProgram} from './control-plane/kube-controller-manager.ts';
import {kubeSchedulerProgram} from './control-plane/kube-scheduler.ts';
import {kubeadmProgram} from './kubeadm/kubeadm.ts';
import {corednsProgram} from './network/coredns.ts';
import {kindnetdProgram} from './network/kindnetd.ts';
import {kubeProxyProgram} from './network/kube-proxy.ts';
import {containerdProgram} from './tools/containerd.ts';
import {crictlProgram} from './tools/crictl.ts';
import {ctrProgram} from './tools/ctr.ts';
import {getentProgram} from './tools/getent.ts';
import {journalctlProgram} from './tools/journalctl.ts';
import {localPathProvisionerProgram} from './tools/local-path-provisioner.ts';
import {nodeKubectlProgram} from './tools/node-kubectl.ts';
import {systemctlProgram} from './tools/systemctl.ts';

/** What the clusters of one engine have in common. */
export function createBackplane({downloadPace}: {readonly downloadPace: number}): Backplane {
  return new Backplane({hub: createHub(catalogue), downloadPace});
}

/** Everything a cluster consists of: its programs find each other by the networks they are on. */
export function kubernetesPrograms(backplane: Backplane): readonly Program[] {
  const withBackplane = [
    kubeletProgram,
    etcdProgram,
    kubeApiserverProgram,
    kubeControllerManagerProgram,
    kubeSchedulerProgram,
    kubeProxyProgram,
    corednsProgram,
    kindnetdProgram,
    kubeadmProgram,
    crictlProgram,
    ctrProgram,
    journalctlProgram,
    systemctlProgram,
    nodeKubectlProgram,
  ];
  return [
    entrypointProgram,
    initProgram(backplane, [...kubernetesImages, pause]),
    containerdProgram,
    getentProgram,
    localPathProvisionerProgram,
    ...withBackplane.map((make) => make(backplane)),
  ];
}
