import {KubeRefusal} from '../refusal.ts';
import type {User} from '../resources/resource.ts';
import {impersonated} from './impersonate.ts';

/** Whom something is of that a client shows. */
export type Known = Omit<User, 'manager'>;

/** What a certificate that is good says. */
export interface ShownCertificate {
  readonly commonName: string;
  readonly organizations: readonly string[];
  /** SHA-256 of all of it, in hex. */
  readonly fingerprint: string;
}

/** What a client shows of itself. */
export interface Credentials {
  /** Its certificate; `untrusted` for one of another authority. */
  readonly certificate: ShownCertificate | 'untrusted' | undefined;
  /** Names in lower case; every value of a header that comes more than once. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly userOfToken: (token: string) => Known | undefined;
}

/**
 * Who makes a call: by client certificate, by bearer token, or nobody in particular. Throws 401 for what is shown and not
 * good, 403 for impersonation by who may not. https://kubernetes.io/docs/reference/access-authn-authz/authentication/
 */
export function authenticate(credentials: Credentials): User {
  const {headers} = credentials;
  const known = byCertificate(credentials) ?? byToken(credentials);
  const user = known
    ? {...known, groups: withGroup(known.groups, 'system:authenticated')}
    : {name: 'system:anonymous', groups: ['system:unauthenticated']};
  return {...impersonated(user, headers), manager: managerOf(headers.get('user-agent')?.[0] ?? '')};
}

function byCertificate({certificate, headers}: Credentials): Known | undefined {
  if (certificate === undefined) return undefined;
  if (certificate !== 'untrusted') return ownerOf(certificate);
  // As upstream, where a token is asked after the certificate said nothing.
  if (headers.has('authorization')) return undefined;
  throw unauthorized();
}

function byToken({headers, userOfToken}: Credentials): Known | undefined {
  const [value] = headers.get('authorization') ?? [];
  if (value === undefined || value === '') return undefined;
  const [, token = ''] = /^bearer +(\S+)$/i.exec(value.trim()) ?? [];
  const user = token === '' ? undefined : userOfToken(token);
  if (!user) throw unauthorized();
  const {name, groups, uid, extra} = user;
  return {name, groups, ...(uid === undefined ? {} : {uid}), ...(extra === undefined ? {} : {extra})};
}

function ownerOf({commonName, organizations, fingerprint}: ShownCertificate): Known {
  const extra = {'authentication.kubernetes.io/credential-id': [`X509SHA256=${fingerprint}`]};
  return {name: commonName, groups: organizations, extra};
}

export function unauthorized(): KubeRefusal {
  return new KubeRefusal(401, 'Unauthorized', 'Unauthorized');
}

function withGroup(groups: readonly string[], group: string): readonly string[] {
  return groups.includes(group) ? groups : [...groups, group];
}

/** Who manages the fields a client writes when it does not say: the first word of its `User-Agent`. */
function managerOf(userAgent: string): string {
  const [first = ''] = userAgent.split('/');
  return first.slice(0, 128);
}
