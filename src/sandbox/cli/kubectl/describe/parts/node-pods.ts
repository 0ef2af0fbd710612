import {at, type Json, text} from '../../json.ts';
import {ageOf} from '../../print/age.ts';
import {milliValue, type Quantity, wholeValue, zeroQuantity} from '../../values/quantity.ts';
import type {Subject} from '../describer.ts';
import type {Page} from '../page.ts';
import {type Amounts, amountsOf, amountText, sumOf} from './amounts.ts';
import {type PodAmounts, podAmounts} from './pod-amounts.ts';

/** The Pods of a node and what they take of it. */
export function writeNodePods(page: Page, {status, nowMs}: Subject, pods: readonly Json[]): void {
  const own = amountsOf(status['allocatable']);
  const room = own.size > 0 ? own : amountsOf(status['capacity']);
  page.line(0, 'Non-terminated Pods:', `(${pods.length} in total)`);
  const titles = ['CPU Requests', 'CPU Limits', 'Memory Requests', 'Memory Limits', 'Age'];
  page.line(1, 'Namespace', 'Name', '', ...titles);
  page.line(1, '---------', '----', '', ...titles.map((title) => '-'.repeat(title.length)));
  const all = pods.map((pod) => ({pod, amounts: podAmounts(pod)}));
  for (const {pod, amounts} of all) {
    const of = (field: string) => text(at(pod, 'metadata', field));
    const shares = ['cpu', 'memory'].flatMap((name) => sharesOf(name, amounts, room));
    page.line(1, of('namespace'), of('name'), '', ...shares, ageOf(of('creationTimestamp'), nowMs));
  }
  const total = {
    requests: sumOf(all.map(({amounts}) => amounts.requests)),
    limits: sumOf(all.map(({amounts}) => amounts.limits)),
  };
  writeTotal(page, total, room);
}

function writeTotal(page: Page, total: PodAmounts, room: Amounts): void {
  page.write(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n');
  page.line(1, 'Resource', 'Requests', 'Limits');
  page.line(1, '--------', '--------', '------');
  const named = ['cpu', 'memory', 'ephemeral-storage'];
  const others = [...room.keys()].filter((name) => !named.includes(name) && name !== 'pods').sort();
  const huge = others.filter((name) => name.startsWith('hugepages-'));
  for (const name of [...named, ...huge]) page.line(1, name, ...sharesOf(name, total, room));
  for (const name of others.filter((other) => !huge.includes(other))) {
    page.line(1, name, amountText(total.requests, name), amountText(total.limits, name));
  }
}

/** `100m (5%)`: what is asked for, and which part of the node that is. */
function sharesOf(name: string, {requests, limits}: PodAmounts, room: Amounts): readonly string[] {
  const value = name === 'cpu' ? milliValue : wholeValue;
  const whole = value(room.get(name) ?? zeroQuantity);
  const share = (quantity: Quantity = zeroQuantity) => (whole === 0 ? 0 : Math.trunc((value(quantity) / whole) * 100));
  return [requests, limits].map((amounts) => `${amountText(amounts, name)} (${share(amounts.get(name))}%)`);
}
