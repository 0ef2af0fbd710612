/** What the global flags said; '' where one was not given. */
export interface GlobalOptions {
  readonly kubeconfig: string;
  readonly context: string;
  readonly cluster: string;
  readonly user: string;
  readonly server: string;
  readonly token: string;
  readonly username: string;
  readonly password: string;
  readonly namespace: string;
  readonly certificateAuthority: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
  readonly tlsServerName: string;
  readonly insecure: boolean | undefined;
  readonly as: string;
  readonly asGroups: readonly string[];
  readonly asUid: string;
  readonly requestTimeout: string;
  readonly warningsAsErrors: boolean;
}
