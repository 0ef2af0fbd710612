import type {Kubectl} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {text} from '../json.ts';
import type {Found} from '../resources/target.ts';
import {type Describer, partsOf, type Subject} from './describer.ts';
import {describers} from './describers.ts';
import {anyKind} from './kinds/any-kind.ts';
import {Page} from './page.ts';
import {findEvents, writeEvents} from './parts/events.ts';

export interface DescribeRules {
  readonly showEvents: boolean;
  readonly chunkSize: number;
}

/** All that is told of one object. */
export async function description(kubectl: Kubectl, found: Found, rules: DescribeRules): Promise<string> {
  const {kind, group} = found.resource;
  const describer = describers.find((one) => one.kind === kind && one.group === group) ?? anyKind;
  const subject = await subjectOf(kubectl, {found, describer, rules});
  const page = Page.empty();
  await describer.describe(subject, page);
  if (rules.showEvents && describer.events !== 'none') {
    const events = await (describer.events ?? findEvents)(subject);
    writeEvents(page, events, subject.nowMs);
  }
  return page.text();
}

interface Question {
  readonly found: Found;
  readonly describer: Describer;
  readonly rules: DescribeRules;
}

async function subjectOf(kubectl: Kubectl, {found, describer, rules}: Question): Promise<Subject> {
  const {name, namespace} = found;
  const known = describer === anyKind || describer.version === found.resource.version;
  const resource = known ? found.resource : {...found.resource, version: describer.version};
  const whole = known ? found.object : await kubectl.api.json({path: pathOf(resource, {namespace, name})});
  const parts = partsOf(whole);
  return {
    kubectl,
    resource,
    ...parts,
    name: text(parts.meta['name']),
    namespace: text(parts.meta['namespace']),
    chunkSize: rules.chunkSize,
    nowMs: kubectl.context.clock.now(),
  };
}
