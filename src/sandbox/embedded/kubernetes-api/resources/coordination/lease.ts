import {validating} from '../../validation/metadata.ts';
import {checkNotNegative} from '../../validation/names.ts';
import {textOf} from '../../values/reading.ts';
import {column, specOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/ */
export const lease = defineResource({
  group: 'coordination.k8s.io',
  kind: 'Lease',
  plural: 'leases',
  columns: [nameColumn, column('Holder', (one) => textOf(specOf(one)['holderIdentity'])), ageColumn],
  strategy: {
    validate: validating((root) => {
      const seconds = root.field('spec').field('leaseDurationSeconds');
      if (seconds.number !== undefined && seconds.number <= 0) seconds.invalid('must be greater than 0');
      checkNotNegative(root.field('spec').field('leaseTransitions'));
    }),
  },
});
