import {engineJson} from '../images/daemon.ts';
import {pushImage, registryReady} from '../images/push.ts';
import {standIns} from '../images/stand-ins.ts';

/** A registry that serves `library/NAME` for every lesson image: what `--mirror` wants. */
export interface Mirror {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** Where and under which name a registry container is started. */
export interface MirrorRequest {
  /** The bare daemon, which must have the image registry:2. */
  readonly host: string;
  /** First part of the container's name. */
  readonly prefix: string;
}

/** The mirror of K8S_LEARN_TEST_MIRROR when there is one (it is not stopped then), else one of our own. */
export async function mirror(request: MirrorRequest): Promise<Mirror> {
  const given = process.env.K8S_LEARN_TEST_MIRROR;
  return given ? {address: given, stop: async () => {}} : startMirror(request);
}

/** Starts an empty registry container on a free loopback port and pushes the stand-ins into it. */
export async function startMirror(request: MirrorRequest): Promise<Mirror> {
  const registry = await startRegistry(request);
  try {
    for (const image of await standIns()) await pushImage(image, registry.address);
    return registry;
  } catch (error) {
    await registry.stop();
    throw error;
  }
}

/** Starts an empty registry container on a free loopback port and waits until it answers. */
export async function startRegistry({host, prefix}: MirrorRequest): Promise<Mirror> {
  const name = `${prefix}-registry-${process.pid}-${Date.now().toString(36)}`;
  await engineJson({
    host,
    method: 'POST',
    path: `/containers/create?name=${name}`,
    body: {
      Image: 'registry:2',
      Labels: {'dev.k8s-learn.test': 'mirror'},
      HostConfig: {PortBindings: {'5000/tcp': [{HostIp: '127.0.0.1', HostPort: '0'}]}},
    },
  });
  const stop = async (): Promise<void> => {
    await engineJson({host, method: 'DELETE', path: `/containers/${name}?force=1&v=1`});
  };
  try {
    await engineJson({host, method: 'POST', path: `/containers/${name}/start`});
    const address = `127.0.0.1:${await publishedPort(host, name)}`;
    await registryReady(address);
    return {address, stop};
  } catch (error) {
    await stop();
    throw error;
  }
}

async function publishedPort(host: string, name: string): Promise<number> {
  const seen = await engineJson({host, path: `/containers/${name}/json`});
  const port = Number(JSON.stringify(seen).match(/"HostPort":"([1-9]\d*)"/)?.[1]);
  if (!Number.isInteger(port)) throw new Error(`The registry container ${name} has no published port; did it exit?`);
  return port;
}
