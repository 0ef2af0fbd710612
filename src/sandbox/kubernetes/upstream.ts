import type https from 'node:https';

/** Where an API server is, and what lets us in. PEM texts, '' where there is none. */
export interface Upstream {
  /** `https://127.0.0.1:43531` */
  readonly server: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  readonly token: string;
  /** The name in its certificate, where that is not its address. */
  readonly serverName?: string;
  /** Its owner has said not to look at its certificate. */
  readonly insecure?: boolean;
}

/** TLS options of a request to it. */
export function tlsOf({server, authority, certificate, key, serverName, insecure}: Upstream): https.RequestOptions {
  const {hostname, port} = new URL(server);
  return {
    host: hostname,
    port: port === '' ? 443 : Number(port),
    // '' would mean: trust nobody.
    ...(authority === '' ? {} : {ca: authority}),
    ...(certificate === '' ? {} : {cert: certificate, key}),
    ...(serverName === undefined ? {} : {servername: serverName}),
    ...(insecure === true ? {rejectUnauthorized: false} : {}),
  };
}

export function authorization({token}: Upstream): {readonly [name: string]: string} {
  return token === '' ? {} : {authorization: `Bearer ${token}`};
}

/** The same place with the same keys. */
export function sameUpstream(one: Upstream | undefined, other: Upstream | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
