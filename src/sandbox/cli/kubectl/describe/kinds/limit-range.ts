import {text} from '../../json.ts';
import {defineDescriber} from '../describer.ts';
import {writeLimitHeading, writeLimits} from '../parts/quotas.ts';

export const limitRange = defineDescriber({
  kind: 'LimitRange',
  group: '',
  version: 'v1',
  events: 'none',
  describe({object, meta}, page) {
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    writeLimitHeading(page, '');
    writeLimits(page, object, '');
  },
});
