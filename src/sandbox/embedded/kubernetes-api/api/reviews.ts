import type {Attributes} from '../authorization/attributes.ts';
import {permissionOf} from '../authorization/authorize.ts';
import {rulesOf} from '../authorization/rules.ts';
import type {Draft} from '../object.ts';
import {timestamp} from '../objects/state.ts';
import {badRequest, invalid} from '../refusal.ts';
import type {User} from '../resources/resource.ts';
import {fieldsOf, listOf, textOf} from '../values/reading.ts';
import type {Backend} from './api-call.ts';

interface Reviewer {
  readonly user: User;
  readonly namespace: string;
}

/** An object that asks a question, with the answer in its status. */
type Review = (backend: Backend, asked: Draft, reviewer: Reviewer) => Draft;

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/ */
export const reviews: {readonly [plural: string]: Review} = {
  selfsubjectaccessreviews: (backend, asked, {user}) => accessReview(backend, asked, user),
  subjectaccessreviews: (backend, asked) => accessReview(backend, asked, subjectOf(asked)),
  localsubjectaccessreviews: (backend, asked) => accessReview(backend, asked, subjectOf(asked)),
  selfsubjectrulesreviews: (backend, asked, {user}) => rulesReview(backend, asked, user),
  selfsubjectreviews: ({state}, asked, {user}) => ({
    ...asked,
    metadata: {creationTimestamp: timestamp(state.store.clock.now())},
    status: {userInfo: userInfoOf(user)},
  }),
  tokenreviews: tokenReview,
};

function userInfoOf({name, uid, groups, extra}: User): object {
  return {username: name, ...(uid === undefined ? {} : {uid}), groups, ...(extra === undefined ? {} : {extra})};
}

function accessReview({state}: Backend, asked: Draft, user: Pick<User, 'name' | 'groups'>): Draft {
  const {allowed, reason} = permissionOf(state.store, user, attributesOf(asked));
  const status = {allowed, ...(reason === '' ? {} : {reason})};
  return {...withMetadata(asked), status};
}

function attributesOf({spec}: Draft): Attributes {
  const {resourceAttributes, nonResourceAttributes} = fieldsOf(spec);
  if ((resourceAttributes === undefined) === (nonResourceAttributes === undefined)) throw notOne();
  if (nonResourceAttributes !== undefined) {
    const {verb, path} = fieldsOf(nonResourceAttributes);
    return {kind: 'path', verb: textOf(verb), path: textOf(path)};
  }
  const {verb, group, resource, subresource, namespace, name} = fieldsOf(resourceAttributes);
  const part = textOf(subresource);
  return {
    kind: 'resource',
    verb: textOf(verb),
    group: textOf(group),
    resource: part === '' ? textOf(resource) : `${textOf(resource)}/${part}`,
    namespace: textOf(namespace),
    name: textOf(name),
  };
}

function notOne(): Error {
  const message = 'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified';
  const cause = {reason: 'FieldValueInvalid', message, field: 'spec.resourceAttributes'};
  return invalid({group: 'authorization.k8s.io', kind: '', name: ''}, [cause]);
}

function subjectOf({spec}: Draft): Pick<User, 'name' | 'groups'> {
  const {user, groups} = fieldsOf(spec);
  return {name: textOf(user), groups: listOf(groups).map(textOf)};
}

function rulesReview({state}: Backend, asked: Draft, user: User): Draft {
  const namespace = textOf(fieldsOf(asked.spec).namespace);
  if (namespace === '') throw badRequest('no namespace on request');
  const all = isAdministrator(user) ? [everything, everyPath] : rulesIn(state.store, user, namespace);
  return {
    ...withMetadata(asked),
    spec: {},
    status: {
      resourceRules: all.filter((rule) => !('nonResourceURLs' in rule)),
      nonResourceRules: all.filter((rule) => 'nonResourceURLs' in rule),
      incomplete: false,
    },
  };
}

function rulesIn(store: Backend['state']['store'], user: User, namespace: string): readonly object[] {
  return [...rulesOf(store, user, namespace)].map(({rule}) => rule);
}

const everything = {verbs: ['*'], apiGroups: ['*'], resources: ['*']};
const everyPath = {verbs: ['*'], nonResourceURLs: ['*']};

function isAdministrator({groups}: User): boolean {
  return groups.includes('system:masters');
}

function tokenReview({state}: Backend, asked: Draft): Draft {
  const {token, audiences} = fieldsOf(asked.spec);
  const owner = state.tokens.ownerOf(textOf(token));
  const wanted = listOf(audiences).map(textOf);
  const meant = wanted.length === 0 ? [state.tokens.issuer] : wanted;
  const shared = owner?.audiences.filter((one) => meant.includes(one)) ?? [];
  if (!owner || shared.length === 0) return {...withMetadata(asked), status: {user: {}, error: 'invalid bearer token'}};
  const {name, uid, groups, extra} = owner;
  const user = {username: name, uid, groups: [...groups, 'system:authenticated'], extra};
  return {...withMetadata(asked), status: {authenticated: true, user, audiences: shared}};
}

function withMetadata(asked: Draft): Draft {
  return {...asked, metadata: {}};
}
