import {expandWord, expandWords, type Variables} from './expand.ts';
import type {Argument, Order, OrderOf, Pair} from './instruction.ts';
import type {Escape} from './logical-lines.ts';

/**
 * An order with its variables replaced, in those instructions where the builder does it: the commands of RUN, CMD,
 * ENTRYPOINT and HEALTHCHECK see them when they run. Throws a LineFault.
 */
export function expandOrder(order: Order, variables: Variables, escaper: Escape): Order {
  const word = (text: string): string => expandWord(text, variables, escaper);
  const pairs = (list: readonly Pair[]): readonly Pair[] =>
    list.map(({key, value}) => ({key: word(key), value: word(value)}));
  switch (order.kind) {
    case 'env':
      return {...order, pairs: pairs(order.pairs)};
    case 'label':
      return order.isVerbatim ? order : {...order, pairs: pairs(order.pairs)};
    case 'add':
    case 'copy':
      return {...order, chown: word(order.chown), sources: order.sources.map(word), goal: word(order.goal)};
    case 'arg':
      return expandArgs(order, variables, escaper);
    case 'expose':
      return {...order, ports: order.ports.flatMap((port) => expandWords(port, variables, escaper))};
    case 'user':
      return {...order, user: word(order.user)};
    case 'volume':
      return {...order, paths: order.paths.map(word)};
    case 'stopsignal':
      return {...order, signal: word(order.signal)};
    case 'workdir':
      return {...order, path: word(order.path)};
    default:
      return order;
  }
}

export function expandArgs(order: OrderOf<'arg'>, variables: Variables, escaper: Escape): OrderOf<'arg'> {
  const word = (text: string): string => expandWord(text, variables, escaper);
  const args = order.args.map(
    ({key, value}): Argument => ({key: word(key), value: value === undefined ? undefined : word(value)}),
  );
  return {...order, args};
}
