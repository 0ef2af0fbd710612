import type {Program} from '../../runtime/process/process.ts';
import {told} from '../control-plane/told.ts';

/**
 * Makes folders of nodes into volumes. In this engine a controller of the control plane does that; this one is there so that
 * the cluster looks as it should, and says so. https://github.com/rancher/local-path-provisioner
 */
export const localPathProvisionerProgram: Program = {
  name: 'local-path-provisioner',
  memoryBytes: 12 << 20,
  async main(process) {
    const end = told(process);
    await process.complain(
      'Provisioner started: in the embedded engine of k8s-learn the controller manager does its work',
    );
    return process.wait(end);
  },
};
