import {text} from '../../json.ts';
import {type Describer, defineDescriber, type Subject} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {writeRules} from '../parts/rules.ts';

const rbac = {group: 'rbac.authorization.k8s.io', version: 'v1', events: 'none'} as const;

export const role: Describer = defineDescriber({...rbac, kind: 'Role', describe: describeRole});

export const clusterRole: Describer = defineDescriber({...rbac, kind: 'ClusterRole', describe: describeRole});

function describeRole({object, meta}: Subject, page: Page): void {
  page.line(0, 'Name:', text(meta['name']));
  writeLabels(page, 'Labels', meta['labels']);
  writeAnnotations(page, 'Annotations', meta['annotations']);
  writeRules(page, object['rules']);
}
