import {listOf} from '../../values/reading.ts';
import {column} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/service-account-v1/ */
export const serviceAccount = defineResource({
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  shortNames: ['sa'],
  columns: [nameColumn, column('Secrets', ({secrets}) => listOf(secrets).length), ageColumn],
});
