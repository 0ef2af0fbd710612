import {expect, test} from 'vitest';
import type {StoreEvent} from '../../../../src/sandbox/embedded/kubernetes-api/store/store.ts';
import {createKubeRig} from './rig.ts';

const map = (name: string, data = {}) => ({metadata: {name, namespace: 'default'}, data});

test('an object that is created has a uid, a time, a revision, and is found again', () => {
  const {admin} = createKubeRig();
  const made = admin.create('configmaps', 'default', map('one'));
  expect(made).toMatchObject({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'one', namespace: 'default'}});
  expect(made.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(made.metadata.creationTimestamp).toBe('2026-01-01T00:00:00Z');
  expect(admin.get('configmaps', 'default', 'one')).toBe(made);
});

test('generateName makes names that are not there yet', () => {
  const {admin} = createKubeRig();
  const one = admin.create('configmaps', 'default', {metadata: {generateName: 'web-'}});
  const other = admin.create('configmaps', 'default', {metadata: {generateName: 'web-'}});
  expect(one.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  expect(other.metadata.name).not.toBe(one.metadata.name);
});

test('an update that changes nothing is not stored', () => {
  const {admin} = createKubeRig();
  const made = admin.create('configmaps', 'default', map('one', {a: '1'}));
  const revision = admin.revision();
  expect(admin.update('configmaps', map('one', {a: '1'}))).toBe(made);
  expect(admin.revision()).toBe(revision);
});

test('an update of an older revision is refused', () => {
  const {admin} = createKubeRig();
  const made = admin.create('configmaps', 'default', map('one'));
  admin.update('configmaps', map('one', {a: '1'}));
  expect(() => admin.update('configmaps', {...made, data: {a: '2'}})).toThrow(
    'Operation cannot be fulfilled on configmaps "one": the object has been modified; please apply your changes to the ' +
      'latest version and try again',
  );
});

test('a watch sees every change, also those it missed', () => {
  const {admin} = createKubeRig();
  const since = admin.revision();
  admin.create('configmaps', 'default', map('one'));
  const seen: StoreEvent[] = [];
  const stop = admin.watch('configmaps', since, (event) => seen.push(event));
  admin.update('configmaps', map('one', {a: '1'}));
  admin.delete('configmaps', 'default', 'one');
  stop();
  admin.create('configmaps', 'default', map('two'));
  expect(seen.map(({type}) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
});

test('an object with a finalizer waits for it', () => {
  const {admin} = createKubeRig();
  admin.create('configmaps', 'default', {metadata: {name: 'one', finalizers: ['example.com/wait']}});
  const waiting = admin.delete('configmaps', 'default', 'one');
  expect(waiting.metadata.deletionTimestamp).toBe('2026-01-01T00:00:00Z');
  admin.patch(
    'configmaps',
    {namespace: 'default', name: 'one'},
    {type: 'merge', patch: {metadata: {finalizers: null}}},
  );
  expect(admin.find('configmaps', 'default', 'one')).toBeUndefined();
});

test('nothing is created in a namespace that is not there or on its way out', () => {
  const {admin} = createKubeRig();
  expect(() => admin.create('configmaps', 'none', map('one'))).toThrow('namespaces "none" not found');
  admin.create('namespaces', '', {metadata: {name: 'old'}});
  admin.delete('namespaces', '', 'old');
  expect(admin.get('namespaces', '', 'old')).toMatchObject({status: {phase: 'Terminating'}});
  expect(() => admin.create('configmaps', 'old', map('one'))).toThrow(
    'configmaps "one" is forbidden: unable to create new content in namespace old because it is being terminated',
  );
});

test('a name must be one', () => {
  const {admin} = createKubeRig();
  expect(() => admin.create('configmaps', 'default', map('No_Name'))).toThrow(
    'ConfigMap "No_Name" is invalid: metadata.name: Invalid value: "No_Name": a lowercase RFC 1123 subdomain must consist ' +
      "of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character " +
      "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
  );
});

test('a dry run stores nothing', () => {
  const {admin} = createKubeRig();
  const revision = admin.revision();
  expect(admin.create('configmaps', 'default', map('one'), {dryRun: true}).metadata.uid).not.toBe('');
  expect(admin.revision()).toBe(revision);
});
