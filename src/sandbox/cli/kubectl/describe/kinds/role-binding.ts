import {at, objects, text} from '../../json.ts';
import {type Describer, defineDescriber, type Subject} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';

const rbac = {group: 'rbac.authorization.k8s.io', version: 'v1', events: 'none'} as const;

export const roleBinding: Describer = defineDescriber({...rbac, kind: 'RoleBinding', describe: describeBinding});

export const clusterRoleBinding: Describer = defineDescriber({
  ...rbac,
  kind: 'ClusterRoleBinding',
  describe: describeBinding,
});

function describeBinding({object, meta}: Subject, page: Page): void {
  page.line(0, 'Name:', text(meta['name']));
  writeLabels(page, 'Labels', meta['labels']);
  writeAnnotations(page, 'Annotations', meta['annotations']);
  page.line(0, 'Role:');
  page.line(1, 'Kind:', text(at(object, 'roleRef', 'kind')));
  page.line(1, 'Name:', text(at(object, 'roleRef', 'name')));
  page.line(0, 'Subjects:');
  page.line(1, 'Kind', 'Name', 'Namespace');
  page.line(1, '----', '----', '---------');
  for (const {kind, name, namespace} of objects(object['subjects'])) {
    page.line(1, text(kind), text(name), text(namespace));
  }
}
