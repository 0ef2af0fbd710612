import {at, isObject, type Json, objects} from '../../json.ts';
import {addQuantities} from '../../values/quantity.ts';
import {type Amounts, amountsOf, greatestOf, sumOf} from './amounts.ts';

export interface PodAmounts {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/**
 * What a Pod needs at most at one time: its containers and the sidecars among its init containers together, or one init
 * container with the sidecars before it; and its overhead.
 */
export function podAmounts(pod: Json): PodAmounts {
  const overhead = amountsOf(at(pod, 'spec', 'overhead'));
  const requests = together(pod, (container) => requestsOf(pod, container));
  const limits = together(pod, (container) => amountsOf(at(container, 'resources', 'limits')));
  return {requests: sumOf([requests, overhead]), limits: withOverhead(limits, overhead)};
}

function together(pod: Json, amounts: (container: Json) => Amounts): Amounts {
  const running = objects(at(pod, 'spec', 'containers')).map(amounts);
  const sidecars: Amounts[] = [];
  const starts: Amounts[] = [];
  for (const container of objects(at(pod, 'spec', 'initContainers'))) {
    const own = amounts(container);
    if (container['restartPolicy'] === 'Always') sidecars.push(own);
    starts.push(container['restartPolicy'] === 'Always' ? sumOf(sidecars) : sumOf([own, ...sidecars]));
  }
  return greatestOf([sumOf([...running, ...sidecars]), ...starts]);
}

/** While a container is resized in place, it counts with the greatest of what it has and what it is to have. */
function requestsOf(pod: Json, container: Json): Amounts {
  const wanted = amountsOf(at(container, 'resources', 'requests'));
  const sidecar = container['restartPolicy'] === 'Always';
  const field = sidecar ? 'initContainerStatuses' : 'containerStatuses';
  const status = objects(at(pod, 'status', field)).find(({name}) => name === container['name']);
  if (status === undefined || !isObject(status['resources'])) return wanted;
  const given = amountsOf(at(status, 'resources', 'requests'));
  const allocated = amountsOf(status['allocatedResources']);
  return greatestOf([wanted, given, allocated]);
}

/** What has no limit gets none from the overhead. */
function withOverhead(limits: Amounts, overhead: Amounts): Amounts {
  return new Map(
    [...limits].map(([name, limit]) => {
      const more = overhead.get(name);
      return [name, more === undefined || limit.nano === 0n ? limit : addQuantities(limit, more)];
    }),
  );
}
