import type {At} from './at.ts';
import {checkLabels, checkLabelValue, checkQualifiedName} from './names.ts';

/** A LabelSelector; returns whether it can be used. */
export function checkLabelSelector(selector: At): boolean {
  const labels = selector.field('matchLabels');
  checkLabels(labels);
  let usable = true;
  for (const expression of selector.field('matchExpressions').items()) {
    const values = expression.field('values');
    switch (expression.field('operator').text) {
      case 'In':
      case 'NotIn':
        if (values.count === 0) values.required("must be specified when `operator` is 'In' or 'NotIn'");
        usable &&= values.count > 0;
        break;
      case 'Exists':
      case 'DoesNotExist':
        if (values.count > 0) values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        usable &&= values.count === 0;
        break;
      default:
        expression.field('operator').invalid('not a valid selector operator');
        usable = false;
    }
    checkQualifiedName(expression.field('key'));
    for (const value of values.items()) checkLabelValue(value);
  }
  return usable;
}
