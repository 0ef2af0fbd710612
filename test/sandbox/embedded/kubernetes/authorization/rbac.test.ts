import {expect, test} from 'vitest';
import {createApiServer} from '../../../../../src/sandbox/embedded/kubernetes-api/server.ts';
import {Store} from '../../../../../src/sandbox/embedded/kubernetes-api/store/store.ts';
import {manualClock, outsideOf} from '../../rig.ts';
import {adminUser, callOf, createKubeRig} from '../rig.ts';

const joe = {name: 'joe', groups: ['system:authenticated'], manager: 'curl'};
const roleRef = {apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader'};

function withReader() {
  const rig = createKubeRig();
  rig.admin.create('roles.rbac.authorization.k8s.io', 'default', {
    metadata: {name: 'reader'},
    rules: [{verbs: ['get', 'list'], apiGroups: [''], resources: ['configmaps', 'pods/log']}],
  });
  rig.admin.create('rolebindings.rbac.authorization.k8s.io', 'default', {
    metadata: {name: 'joe'},
    roleRef,
    subjects: [{apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'joe'}],
  });
  return rig;
}

test('a role lets what it says, where it is', async () => {
  const {call} = withReader();
  expect((await call('GET', '/api/v1/namespaces/default/configmaps', {user: joe})).status).toBe(200);
  expect((await call('GET', '/api/v1/namespaces/kube-system/configmaps', {user: joe})).status).toBe(403);
  const refused = await call('POST', '/api/v1/namespaces/default/configmaps', {user: joe, body: {}});
  expect(refused.body.message).toBe(
    'configmaps is forbidden: User "joe" cannot create resource "configmaps" in API group "" in the namespace "default"',
  );
});

test('who asks what he may is told', async () => {
  const {store, random} = withReader();
  // With the roles everybody has, one of which lets people ask.
  const server = createApiServer({store, random, advertise: {address: '172.18.0.2', port: 6443}});
  const call = callOf(server);
  const ask = async (resourceAttributes: object) => {
    const body = {spec: {resourceAttributes}};
    return (await call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {body, user: joe})).body
      .status;
  };
  expect(await ask({verb: 'get', resource: 'pods', subresource: 'log', namespace: 'default'})).toEqual({
    allowed: true,
    reason: 'RBAC: allowed by RoleBinding "joe/default" of Role "reader" to User "joe"',
  });
  expect(await ask({verb: 'get', resource: 'pods', namespace: 'default'})).toEqual({allowed: false});
  const who = await call('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {body: {}, user: joe});
  expect(who.body.status.userInfo).toEqual({username: 'joe', groups: ['system:authenticated']});
});

test('a new cluster has what every cluster has', async () => {
  const clock = manualClock();
  const store = new Store(clock);
  const {random} = outsideOf(clock);
  const server = createApiServer({store, random, advertise: {address: '172.18.0.2', port: 6443}});
  const admin = server.as(adminUser);
  expect(admin.list('namespaces').map(({metadata}) => metadata.name)).toEqual([
    'default',
    'kube-node-lease',
    'kube-public',
    'kube-system',
  ]);
  expect(admin.get('services', 'default', 'kubernetes')).toMatchObject({spec: {clusterIP: '10.96.0.1'}});
  expect(admin.list('clusterroles.rbac.authorization.k8s.io')).toHaveLength(68);
  expect(admin.get('clusterroles.rbac.authorization.k8s.io', '', 'edit')).toMatchObject({
    aggregationRule: {
      clusterRoleSelectors: [{matchLabels: {'rbac.authorization.k8s.io/aggregate-to-edit': 'true'}}],
    },
  });
  await clock.settle();
  const before = store.revision;
  createApiServer({store, random, advertise: {address: '172.18.0.2', port: 6443}});
  expect(store.revision).toBe(before);
});
