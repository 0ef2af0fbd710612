import {expect, test} from 'vitest';
import {createKubeRig} from '../rig.ts';

function hook(rest: object) {
  return {
    name: 'a.example.com',
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    rules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'], scope: '*'}],
    clientConfig: {service: {name: 'hook', namespace: 'default', path: '/v'}},
    ...rest,
  };
}

function withHook(rest: object) {
  const rig = createKubeRig();
  const {admin} = rig;
  admin.create('validatingwebhookconfigurations.admissionregistration.k8s.io', '', {
    metadata: {name: 'hooks'},
    webhooks: [hook(rest)],
  });
  return rig;
}

const map = {metadata: {name: 'a'}};

test('a webhook whose service is away refuses', () => {
  const {admin} = withHook({});
  expect(() => admin.create('configmaps', 'default', map)).toThrow(
    'Internal error occurred: failed calling webhook "a.example.com": failed to call webhook: Post ' +
      '"https://hook.default.svc:443/v?timeout=10s": service "hook" not found',
  );
  expect(() => admin.create('secrets', 'default', map)).not.toThrow();
});

test('a webhook that may fail, or is of another namespace, lets through', () => {
  const ignoring = withHook({failurePolicy: 'Ignore'});
  expect(() => ignoring.admin.create('configmaps', 'default', map)).not.toThrow();
  const elsewhere = withHook({namespaceSelector: {matchLabels: {team: 'red'}}});
  expect(() => elsewhere.admin.create('configmaps', 'default', map)).not.toThrow();
});

test('a webhook at an address where nobody listens refuses', () => {
  const {admin} = withHook({clientConfig: {url: 'https://127.0.0.1:1/x'}, timeoutSeconds: 3});
  expect(() => admin.create('configmaps', 'default', map)).toThrow(
    'failed to call webhook: Post "https://127.0.0.1:1/x?timeout=3s": dial tcp 127.0.0.1:1: connect: connection refused',
  );
});
