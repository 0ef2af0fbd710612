/** How to connect to a Docker Engine. */
export type DockerAddress =
  | {readonly transport: 'socket'; readonly socketPath: string}
  | {readonly transport: 'tcp'; readonly hostname: string; readonly port: number; readonly tls?: DockerTls};

/** PEM texts. `skipVerify`: the server's certificate is not checked, as its owner asked. */
export interface DockerTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly skipVerify?: boolean;
}
