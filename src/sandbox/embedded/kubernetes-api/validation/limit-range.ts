import {compareQuantities, formatQuantity, parseQuantity} from '../values/quantity.ts';
import type {At} from './at.ts';
import {checkQualifiedName} from './names.ts';
import {checkResourceName} from './pod/resources.ts';

function shown(at: At): string {
  const quantity = parseQuantity(at.value);
  return quantity ? formatQuantity(quantity) : String(at.value);
}

/** The limits of a LimitRange: minima below defaults below maxima. */
export function checkLimits(limits: At): void {
  const types = new Set<string>();
  for (const limit of limits.items()) {
    const type = limit.field('type');
    checkQualifiedName(type);
    if (types.has(type.text)) type.duplicate();
    types.add(type.text);
    checkKinds(limit, type.text);
    const parts = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'];
    const names = new Set(parts.flatMap((part) => Object.keys(limit.field(part).fields)));
    for (const part of parts) checkNames(limit.field(part), type.text);
    for (const name of names) checkOrder(limit, name);
  }
}

function checkNames(amounts: At, type: string): void {
  for (const [name, amount] of amounts.entries()) {
    checkResourceName(amount, name);
    const ofContainers = ['cpu', 'memory', 'ephemeral-storage'].includes(name) || name.startsWith('hugepages-');
    if ((type === 'Container' || type === 'Pod') && !name.includes('/') && !ofContainers)
      amount.invalid('must be a standard resource for containers', name);
    if (amounts.path.endsWith('maxLimitRequestRatio') && compareQuantities(amount.value, '1') < 0)
      amount.invalid(`ratio ${shown(amount)} is less than 1`, shown(amount));
  }
}

function checkKinds(limit: At, type: string): void {
  if (type === 'Pod')
    for (const name of ['default', 'defaultRequest'])
      if (limit.field(name).isSet) limit.field(name).forbidden("may not be specified when `type` is 'Pod'");
  if (type !== 'PersistentVolumeClaim') return;
  if (!limit.field('max').key('storage').isSet && !limit.field('min').key('storage').isSet)
    limit.field('limits').required('either minimum or maximum storage value is required, but neither was provided');
}

function checkOrder(limit: At, name: string): void {
  const [min, max] = [limit.field('min').key(name), limit.field('max').key(name)];
  const [request, byDefault] = [limit.field('defaultRequest').key(name), limit.field('default').key(name)];
  const above = (one: At, other: At) => one.isSet && other.isSet && compareQuantities(one.value, other.value) > 0;
  if (above(min, max)) min.invalid(`min value ${shown(min)} is greater than max value ${shown(max)}`, shown(min));
  if (above(min, request))
    request.invalid(`min value ${shown(min)} is greater than default request value ${shown(request)}`, shown(request));
  if (above(request, max))
    request.invalid(`default request value ${shown(request)} is greater than max value ${shown(max)}`, shown(request));
  if (above(request, byDefault))
    request.invalid(
      `default request value ${shown(request)} is greater than default limit value ${shown(byDefault)}`,
      shown(request),
    );
  if (above(min, byDefault))
    byDefault.invalid(`min value ${shown(min)} is greater than default value ${shown(byDefault)}`, shown(min));
  if (above(byDefault, max))
    byDefault.invalid(`default value ${shown(byDefault)} is greater than max value ${shown(max)}`, shown(max));
}
