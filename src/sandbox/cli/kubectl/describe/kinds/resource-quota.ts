import {object, text} from '../../json.ts';
import {formatQuantity} from '../../values/quantity.ts';
import {defineDescriber} from '../describer.ts';
import {quantityOf} from '../parts/amounts.ts';
import {writeScopes} from '../parts/quotas.ts';
import {amount} from '../words.ts';

export const resourceQuota = defineDescriber({
  kind: 'ResourceQuota',
  group: '',
  version: 'v1',
  events: 'none',
  describe({meta, spec, status}, page) {
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    writeScopes(page, 0, spec['scopes'], ' * ');
    page.line(0, 'Resource', 'Used', 'Hard');
    page.line(0, '--------', '----', '----');
    const hard = object(status['hard']);
    for (const name of Object.keys(hard).sort()) {
      // What is used is told in the way in which the limit is written: of 16Gi, 20Mi are used.
      const {format} = quantityOf(hard[name]);
      const used = formatQuantity({...quantityOf(object(status['used'])[name]), format});
      page.line(0, name, used, amount(hard[name]));
    }
  },
});
