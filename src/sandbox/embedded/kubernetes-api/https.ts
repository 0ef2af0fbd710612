import type {ByteStream} from '../bytes/pipe.ts';
import type {KubeRequest, KubeResponse} from './api/request.ts';
import type {Known} from './authentication/authenticate.ts';

/** A certificate and its private key; both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate somebody wants. */
export interface CertificateWish {
  /** Whom it is of: the CN, and the groups as Os. */
  readonly commonName: string;
  readonly organizations?: readonly string[];
  readonly use: 'authority' | 'server' | 'client' | 'server and client';
  /** DNS names and IP addresses a server is reached at. */
  readonly names?: readonly string[];
  /** Validity; a year when absent, ten for an authority. */
  readonly days?: number;
}

/** What the API server of a cluster shows its clients, and whom it believes. */
export interface HttpsServing {
  /** The server's own; read anew for every connection, so that it may be renewed. */
  readonly keyPair: KeyPair;
  /** Authorities whose client certificates say who somebody is: CN and Os. PEM, one or several. */
  readonly clientAuthority: string;
  /** Whom a bearer token is of; undefined for one that is not known, which gets 401. */
  readonly userOfToken: (token: string) => Known | undefined;
  readonly handle: (request: KubeRequest) => Promise<KubeResponse>;
}

/**
 * TLS and HTTP/1.1 for clients from outside, and the certificates that go with it: what a real machine has, and a browser
 * has not.
 */
export interface OutsideHttps {
  /** Makes a P-256 key and a certificate for it, signed by `by`, or by itself when that is absent. */
  issue(wish: CertificateWish, by?: KeyPair): KeyPair;
  /** A certificate for the key of a PKCS #10 request, in PEM. Throws an Error that says what is wrong with the request. */
  sign(request: string, wish: Omit<CertificateWish, 'commonName' | 'organizations'>, by: KeyPair): string;
  /** A key to sign tokens with: PKCS #8 and SPKI, PEM. */
  signingKey(): {readonly privateKey: string; readonly publicKey: string};
  /**
   * Speaks TLS, HTTP/1.1, WebSocket and SPDY/3.1 with one client. Resolves when the connection is over, whatever ended it;
   * an aborted signal ends it at once.
   */
  serve(stream: ByteStream, serving: HttpsServing, signal: AbortSignal): Promise<void>;
}
