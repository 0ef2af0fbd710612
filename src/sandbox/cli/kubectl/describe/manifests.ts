import type {Kubectl} from '../app.ts';
import {isNotFound} from '../errors.ts';
import {fetchSome} from '../resources/fetch.ts';
import type {ManifestTarget} from '../resources/target.ts';
import {partsOf} from './describer.ts';
import {type DescribeRules, description} from './description.ts';
import {Page} from './page.ts';
import {findEvents, writeEvents} from './parts/events.ts';

/** What is told of an object that a file names. Throws when it is not there and left nothing behind. */
export async function describeManifest(
  kubectl: Kubectl,
  target: ManifestTarget,
  rules: DescribeRules,
): Promise<string> {
  const {found, errors} = await fetchSome(kubectl, [target], rules);
  const [object] = found;
  if (object !== undefined) return description(kubectl, object, rules);
  const [error = new Error(`nothing is known of ${target.name}`)] = errors;
  const mayBeLost = target.resource.kind === 'Pod' && rules.showEvents && isNotFound(error);
  const left = mayBeLost ? await leftBehind(kubectl, {target, error, chunkSize: rules.chunkSize}) : undefined;
  if (left === undefined) throw error;
  return left;
}

interface Lost {
  readonly target: ManifestTarget;
  readonly error: Error;
  readonly chunkSize: number;
}

/** The events of a Pod that is gone; undefined when there are none. */
async function leftBehind(kubectl: Kubectl, {target, error, chunkSize}: Lost): Promise<string | undefined> {
  const {resource, name, namespace} = target;
  const nowMs = kubectl.context.clock.now();
  const subject = {kubectl, resource, ...partsOf({metadata: {name, namespace}}), name, namespace, chunkSize, nowMs};
  const events = await findEvents(subject, {kind: ''});
  if (events.length === 0) return undefined;
  const page = Page.empty();
  page.line(0, `Pod '${name}': error '${error.message}', but found events.`);
  writeEvents(page, events, nowMs);
  return page.text();
}
