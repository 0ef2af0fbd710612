import {describe, expect, it} from 'vitest';
import {
  authenticate,
  type Credentials,
} from '../../../../../src/sandbox/embedded/kubernetes-api/authentication/authenticate.ts';

const tokens: Credentials['userOfToken'] = (token) =>
  token === 'good' ? {name: 'robot', groups: ['system:masters']} : undefined;

function who(
  headers: {readonly [name: string]: string | readonly string[]},
  certificate?: Credentials['certificate'],
): ReturnType<typeof authenticate> {
  const all = new Map(Object.entries(headers).map(([name, value]) => [name, [value].flat()]));
  return authenticate({certificate, headers: all, userOfToken: tokens});
}

const admin = {commonName: 'admin', organizations: ['system:masters'], fingerprint: 'abc'};

describe('who makes a call', () => {
  it('is the owner of the certificate, whatever token comes with it', () => {
    expect(who({authorization: 'Bearer good'}, admin)).toMatchObject({
      name: 'admin',
      extra: {'authentication.kubernetes.io/credential-id': ['X509SHA256=abc']},
    });
  });

  it('is the owner of the token when the certificate is of another authority', () => {
    expect(who({authorization: 'bearer good'}, 'untrusted').name).toBe('robot');
    expect(() => who({}, 'untrusted')).toThrow('Unauthorized');
  });

  it.each(['Basic abc', 'Bearer', 'Bearer  ', 'good', 'Bearer bad'])('is not known by %j', (authorization) => {
    expect(() => who({authorization})).toThrow('Unauthorized');
  });

  it('manages fields under the first word of the User-Agent', () => {
    expect(who({'user-agent': 'kubectl/v1.34.4 (linux/amd64) kubernetes/abc'}).manager).toBe('kubectl');
    expect(who({'user-agent': 'x'.repeat(200)}).manager).toHaveLength(128);
    expect(who({}).manager).toBe('');
  });

  it('is a service account with its groups when an administrator says so', () => {
    const user = 'system:serviceaccount:kube-system:default';
    expect(who({'impersonate-user': user}, admin)).toMatchObject({
      name: user,
      groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
    });
    expect(who({'impersonate-user': 'system:anonymous'}, admin).groups).toEqual(['system:unauthenticated']);
  });

  it('cannot be somebody else without a name, or without the right', () => {
    expect(() => who({'impersonate-group': 'dev'}, admin)).toThrow(
      'requested impersonation without impersonating a user',
    );
    const account = 'system:serviceaccount:default:robot';
    expect(() => who({'impersonate-user': account}, {commonName: 'jane', organizations: [], fingerprint: ''})).toThrow(
      'serviceaccounts "robot" is forbidden: User "jane" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "default"',
    );
  });
});
