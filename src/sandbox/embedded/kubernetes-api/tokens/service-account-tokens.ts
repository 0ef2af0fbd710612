import {hmac} from '@noble/hashes/hmac.js';
import {sha256} from '@noble/hashes/sha2.js';
import {base64, decode, encode, equalBytes, fromBase64} from '../../bytes/bytes.ts';
import {keyOf} from '../object.ts';
import type {Store} from '../store/store.ts';
import {uuid} from '../values/random-text.ts';
import {fieldsOf, numberOf, textOf} from '../values/reading.ts';

export interface TokenOptions {
  readonly store: Store;
  readonly random: (count: number) => Uint8Array;
  /** Whatever the cluster keeps secret. */
  readonly key: string;
  /** `https://kubernetes.default.svc.cluster.local` */
  readonly issuer: string;
}

/** What a token is for. */
export interface TokenWish {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly audiences: readonly string[];
  readonly seconds: number;
  /** The Pod whose token it is: it is worth nothing when that is gone. */
  readonly pod: {readonly name: string; readonly uid: string} | undefined;
}

/** Whom a token is of, and what it says besides. */
export interface TokenOwner {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly audiences: readonly string[];
  readonly extra: {readonly [name: string]: readonly string[]};
}

/**
 * Tokens of service accounts: JSON Web Tokens with the claims of upstream's, signed with HMAC, which needs no keys of the
 * outside. https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
 */
export class ServiceAccountTokens {
  readonly #options: TokenOptions;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  get issuer(): string {
    return this.#options.issuer;
  }

  issue({namespace, name, uid, audiences, seconds, pod}: TokenWish): string {
    const {store, random, issuer} = this.#options;
    const now = Math.floor(store.clock.now() / 1000);
    const claims = {
      aud: audiences,
      exp: now + seconds,
      iat: now,
      iss: issuer,
      jti: uuid(random),
      'kubernetes.io': {namespace, ...(pod ? {pod} : {}), serviceaccount: {name, uid}},
      nbf: now,
      sub: `system:serviceaccount:${namespace}:${name}`,
    };
    const text = `${part({alg: 'HS256', typ: 'JWT'})}.${part(claims)}`;
    return `${text}.${urlBase64(this.#sign(text))}`;
  }

  /** Undefined for a token that is not ours, not valid any more, or whose account or Pod is gone. */
  ownerOf(token: string): TokenOwner | undefined {
    const [head = '', body = '', signature = '', ...rest] = token.split('.');
    if (rest.length > 0 || !this.#isOurs(`${head}.${body}`, signature)) return undefined;
    const claims = fieldsOf(JSON.parse(decode(fromBase64(body))));
    if (numberOf(claims.exp) * 1000 < this.#options.store.clock.now()) return undefined;
    const {namespace, serviceaccount, pod} = fieldsOf(claims['kubernetes.io']);
    const {name, uid} = fieldsOf(serviceaccount);
    const space = textOf(namespace);
    if (!this.#isThere('serviceaccounts', space, {name, uid})) return undefined;
    if (pod !== undefined && !this.#isThere('pods', space, fieldsOf(pod))) return undefined;
    return {
      name: `system:serviceaccount:${space}:${textOf(name)}`,
      uid: textOf(uid),
      groups: ['system:serviceaccounts', `system:serviceaccounts:${space}`],
      audiences: Array.isArray(claims.aud) ? claims.aud.map(textOf) : [],
      extra: {'authentication.kubernetes.io/credential-id': [`JTI=${textOf(claims.jti)}`], ...podExtra(pod)},
    };
  }

  #isThere(collection: string, namespace: string, {name, uid}: {readonly [field: string]: unknown}): boolean {
    const found = this.#options.store.get(collection, keyOf(namespace, textOf(name)));
    return found !== undefined && found.metadata.uid === uid;
  }

  #isOurs(text: string, signature: string): boolean {
    try {
      return equalBytes(fromBase64(signature), this.#sign(text));
    } catch {
      // No base64: somebody else's, or no token at all.
      return false;
    }
  }

  #sign(text: string): Uint8Array {
    return hmac(sha256, encode(this.#options.key), encode(text));
  }
}

function podExtra(pod: unknown): {readonly [name: string]: readonly string[]} {
  if (pod === undefined) return {};
  const {name, uid} = fieldsOf(pod);
  return {
    'authentication.kubernetes.io/pod-name': [textOf(name)],
    'authentication.kubernetes.io/pod-uid': [textOf(uid)],
  };
}

function part(value: unknown): string {
  return urlBase64(encode(JSON.stringify(value)));
}

function urlBase64(bytes: Uint8Array): string {
  return base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
