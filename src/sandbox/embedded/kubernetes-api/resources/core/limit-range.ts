import {canonicalMap} from '../../defaults/volume.ts';
import type {At} from '../../validation/at.ts';
import {checkLimits} from '../../validation/limit-range.ts';
import {validating} from '../../validation/metadata.ts';
import {changed, changedEach, filled, type Loose} from '../../values/filled.ts';
import {fieldsOf} from '../../values/reading.ts';
import {createdAtColumn} from '../columns.ts';
import {defineResource, nameColumn} from '../define.ts';
import {withSpec} from '../strategy.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/limit-range-v1/ */
export const limitRange = defineResource({
  kind: 'LimitRange',
  plural: 'limitranges',
  shortNames: ['limits'],
  columns: [nameColumn, createdAtColumn],
  strategy: {
    defaults: (object) => withSpec(object, changedEach(fieldsOf(object.spec), 'limits', defaultLimit)),
    validate: validating((root: At) => checkLimits(root.field('spec').field('limits'))),
  },
});

function withMap(limit: Loose, name: string, map: Loose): Loose {
  return Object.keys(map).length === 0 || map === limit[name] ? limit : {...limit, [name]: map};
}

/** For containers, what is the most is the default, and what is the default is requested. */
function defaultLimit(limit: Loose): Loose {
  let result = limit;
  for (const name of ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'])
    result = changed(result, name, canonicalMap);
  if (result['type'] !== 'Container') return result;
  const limits = filled(fieldsOf(result['default']), fieldsOf(result['max']));
  const requests = filled(filled(fieldsOf(result['defaultRequest']), limits), fieldsOf(result['min']));
  return withMap(withMap(result, 'default', limits), 'defaultRequest', requests);
}
