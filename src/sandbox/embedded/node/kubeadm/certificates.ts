import type {CertificateWish, KeyPair, OutsideHttps} from '../../kubernetes-api/https.ts';
import type {Files} from '../../runtime/fs/files.ts';

const folder = '/etc/kubernetes/pki';

/** Makes and signs what a cluster trusts; each into its two files, as kubeadm names them. */
export class Certificates {
  readonly #https: OutsideHttps;
  readonly #files: Files;

  constructor(https: OutsideHttps, files: Files) {
    this.#https = https;
    this.#files = files;
    files.makeDirectories(`${folder}/etcd`, 0o755);
  }

  /** By the name of its files: `apiserver`, `etcd/server`. One that is there is used as it is. */
  make(name: string, wish: CertificateWish, by?: KeyPair): KeyPair {
    const [certificate, key] = [`${folder}/${name}.crt`, `${folder}/${name}.key`];
    const {stat, readText} = {
      stat: (path: string) => this.#files.stat(path),
      readText: (path: string) => this.#files.readText(path),
    };
    if (stat(certificate) && stat(key)) return {certificate: readText(certificate), key: readText(key)};
    const made = this.#https.issue(wish, by);
    this.#files.write(certificate, made.certificate);
    this.#private(key, made.key);
    return made;
  }

  /** A certificate that goes into a kubeconfig and has no files of its own. */
  client(commonName: string, organization: string | undefined, by: KeyPair): KeyPair {
    return this.#https.issue(
      {commonName, use: 'client', ...(organization === undefined ? {} : {organizations: [organization]})},
      by,
    );
  }

  makeServiceAccountKeys(): void {
    if (this.#files.stat(`${folder}/sa.key`)) return;
    const {privateKey, publicKey} = this.#https.signingKey();
    this.#private(`${folder}/sa.key`, privateKey);
    this.#files.write(`${folder}/sa.pub`, publicKey);
  }

  #private(path: string, text: string): void {
    this.#files.write(path, text);
    this.#files.change(path, {mode: 0o600});
  }
}

/** Everything under /etc/kubernetes/pki. Gives the authority of the cluster. */
export function makeCertificates(
  certificates: Certificates,
  given: {
    readonly nodeName: string;
    readonly address: string;
    readonly serviceAddress: string;
    readonly names: readonly string[];
  },
): KeyPair {
  const {nodeName, address, serviceAddress, names} = given;
  const authority = certificates.make('ca', {commonName: 'kubernetes', use: 'authority', names: ['kubernetes']});
  const inCluster = [
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
  ];
  const server = [...new Set([nodeName, ...inCluster, serviceAddress, address, ...names])];
  certificates.make('apiserver', {commonName: 'kube-apiserver', use: 'server', names: server}, authority);
  const kubelet = {commonName: 'kube-apiserver-kubelet-client', organizations: ['kubeadm:cluster-admins']};
  certificates.make('apiserver-kubelet-client', {...kubelet, use: 'client'}, authority);
  const front = certificates.make('front-proxy-ca', {commonName: 'front-proxy-ca', use: 'authority'});
  certificates.make('front-proxy-client', {commonName: 'front-proxy-client', use: 'client'}, front);
  const etcd = certificates.make('etcd/ca', {commonName: 'etcd-ca', use: 'authority'});
  const etcdNames = {names: ['localhost', nodeName, address, '127.0.0.1'], use: 'server and client' as const};
  certificates.make('etcd/server', {commonName: nodeName, ...etcdNames}, etcd);
  certificates.make('etcd/peer', {commonName: nodeName, ...etcdNames}, etcd);
  certificates.make('etcd/healthcheck-client', {commonName: 'kube-etcd-healthcheck-client', use: 'client'}, etcd);
  certificates.make('apiserver-etcd-client', {commonName: 'kube-apiserver-etcd-client', use: 'client'}, etcd);
  certificates.makeServiceAccountKeys();
  return authority;
}
