import {describe, expect, test} from 'vitest';
import type {KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {
  type RecordedCause,
  type RecordedCreate,
  type RecordedResource,
  type RecordedRow,
  type RecordedSubresource,
  type RecordedUpdate,
  recorded,
  steady,
  steadyObject,
} from './recorded.ts';
import {recordedRig} from './rig.ts';

describe('what is stored of a draft', () => {
  const rig = recordedRig();
  const records = recorded<RecordedCreate>('accepted.json');

  test.each(records.map((record, index) => [`${record.draft.kind} ${index}`, record] as const))(
    'is what a real API server stores: %s',
    async (_name, {path, draft, stored, warnings}) => {
      const {body, status, headers} = await rig.call('POST', `${path}?dryRun=All`, {body: draft});
      expect(steadyObject(body, draft)).toEqual(steadyObject(stored, draft));
      expect(status).toBe(201);
      expect(headers['Warning'] ?? headers['warning']).toEqual(warnings?.join(', '));
    },
  );
});

describe('a draft that is not right', () => {
  const rig = recordedRig();
  const records = recorded<RecordedCreate>('refused.json');

  test.each(records.map((record, index) => [`${record.draft.kind} ${index}`, record] as const))(
    'is refused in the words of a real API server: %s',
    async (_name, {path, draft, status}) => {
      const {body} = await rig.call('POST', draft.kind === 'Service' ? path : `${path}?dryRun=All`, {body: draft});
      expect(causesOf(body)).toEqual(causesOf(status));
      expect({code: body.code, reason: body.reason, kind: body.kind}).toEqual({
        code: status?.code,
        reason: status?.reason,
        kind: 'Status',
      });
      // Of several faults the order is not always the same, not even upstream.
      if (!(status?.details?.causes && status.details.causes.length > 1))
        expect(steady(body.message)).toBe(steady(status?.message));
    },
  );
});

describe('a change of an object', () => {
  const rig = recordedRig();
  const records = recorded<RecordedUpdate>('updates.json');

  test.each(records.map((record, index) => [`${record.draft.kind} ${index}`, record] as const))(
    'is taken or refused as by a real API server: %s',
    async (_name, {path, draft, patch, stored, status}) => {
      const created = await rig.call('POST', path, {body: draft});
      expect(created.status).toBe(201);
      const headers = {'content-type': 'application/merge-patch+json'};
      const {body} = await rig.call('PATCH', `${path}/${draft.metadata?.name}?dryRun=All`, {body: patch, headers});
      if (stored) expect(steadyObject({...body, status: undefined}, draft)).toEqual(steadyObject(stored, draft));
      else {
        expect(causesOf(body)).toEqual(causesOf(status));
        expect({code: body.code, reason: body.reason}).toEqual({code: status?.code, reason: status?.reason});
      }
    },
  );
});

describe('a change of a part that has a path of its own', () => {
  const rig = recordedRig();
  const records = recorded<RecordedSubresource>('subresources.json');

  test.each(records.map((record, index) => [`${record.subresource} ${index}`, record] as const))(
    'is taken or refused as by a real API server: %s',
    async (_name, {path, draft, subresource, patch, stored, status}) => {
      await rig.call('POST', path, {body: draft});
      const headers = {'content-type': 'application/strategic-merge-patch+json'};
      const at = `${path}/${draft.metadata?.name}/${subresource}?dryRun=All`;
      const {body} = await rig.call('PATCH', at, {body: patch, headers});
      if (stored) expect(steadyObject({...body, status: undefined}, draft)).toEqual(steadyObject(stored, draft));
      else expect(causesOf(body)).toEqual(causesOf(status));
    },
  );
});

describe('a resource', () => {
  const known = recorded<RecordedResource>('discovery.json');
  const {server} = recordedRig();
  const built = server.resources
    .all()
    .map((resource) => [`${resource.plural} of ${resource.group}/${resource.version}`, resource] as const);

  test.each(built)('has the names a real API server has for it: %s', (_name, resource) => {
    const {group, version, kind, plural, singular, namespaced, shortNames, categories} = resource;
    const groupVersion = group === '' ? version : `${group}/${version}`;
    const found = known.find((one) => one.groupVersion === groupVersion && one.name === plural);
    // Metrics come from another server, which the recorded one had none of.
    if (group === 'metrics.k8s.io') return;
    expect({kind, singular, namespaced, shortNames, categories}).toEqual({
      kind: found?.kind,
      singular: found?.singularName,
      namespaced: found?.namespaced,
      shortNames: found?.shortNames ?? [],
      categories: found?.categories ?? [],
    });
    const usual = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
    expect(usual.filter((verb) => !resource.withoutVerbs?.includes(verb))).toEqual([...(found?.verbs ?? [])].sort());
  });
});

describe('the row of an object', () => {
  const {server} = recordedRig();
  const records = recorded<RecordedRow>('tables.json');

  test.each(records.map((record, index) => [`${record.object.kind} ${index}`, record] as const))(
    'is what a real API server prints: %s',
    (_name, {columns, cells, object, now}) => {
      const resource = server.resources
        .all()
        .find(
          ({kind, group, version}) =>
            kind === object.kind && [group, version].filter((part) => part !== '').join('/') === object.apiVersion,
        );
      const made = resource?.columns.map(({name, type, format = '', priority}) => [name, type, format, priority]);
      expect(made).toEqual(columns);
      expect(resource?.columns.map(({cell}) => cell(object as KubeObject, Date.parse(now)))).toEqual(cells);
    },
  );
});

function causesOf(status: {readonly details?: {readonly causes?: readonly RecordedCause[]}} | undefined): unknown {
  const list = status?.details?.causes ?? [];
  // Upstream says some of them more than once.
  return [...new Set(list.map(({reason, field, message}) => `${field} ${reason} ${steady(message)}`))].sort();
}
