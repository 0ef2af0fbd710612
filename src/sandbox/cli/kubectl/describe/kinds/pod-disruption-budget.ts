import {isObject, number, text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import {orNone, plain, selectorText} from '../words.ts';

export const podDisruptionBudget = defineDescriber({
  kind: 'PodDisruptionBudget',
  group: 'policy',
  version: 'v1',
  describe({meta, spec, status}, page) {
    const {minAvailable, maxUnavailable, selector} = spec;
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    if (minAvailable !== undefined) page.line(0, 'Min available:', plain(minAvailable));
    else if (maxUnavailable !== undefined) page.line(0, 'Max unavailable:', plain(maxUnavailable));
    page.line(0, 'Selector:', isObject(selector) ? orNone(selectorText(selector)) : '<unset>');
    page.line(0, 'Status:');
    for (const [title, field] of [
      ['Allowed disruptions:', 'disruptionsAllowed'],
      ['Current:', 'currentHealthy'],
      ['Desired:', 'desiredHealthy'],
      ['Total:', 'expectedPods'],
    ] as const) {
      page.line(2, title, number(status[field]));
    }
  },
});
