import {readFileSync} from 'node:fs';
import {parse} from 'yaml';

/** The cluster that KUBECONFIG leads to, with the keys of its first user. */
export function connection(): {
  readonly server: URL;
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
} {
  const config = parse(readFileSync(process.env['KUBECONFIG'] ?? '', 'utf8'));
  const {cluster} = config.clusters[0];
  const {user} = config.users[0];
  const decode = (text: string) => Buffer.from(text, 'base64');
  return {
    server: new URL(cluster.server),
    ca: decode(cluster['certificate-authority-data']),
    cert: decode(user['client-certificate-data']),
    key: decode(user['client-key-data']),
  };
}
