import {resolveName} from '../../runtime/net/resolve.ts';
import type {Process} from '../../runtime/process/process.ts';
import {isSystemError} from '../../system-error.ts';
import type {Backplane, EtcdService, Offers} from '../backplane.ts';
import {urlEndpoint} from './etcd.ts';

/** How long an API server tries to reach its etcd before it gives up, and how often. */
const patienceMs = 20_000;
const retryMs = 1000;

export interface StorageWish {
  /** `--etcd-servers` */
  readonly urls: readonly string[];
  /** Takes what is logged of an etcd that does not answer. */
  readonly warn: (text: string) => Promise<void>;
}

/** The etcd an API server is told of; undefined when none of them answers in time. */
export async function reachEtcd(
  process: Process,
  {etcds}: Backplane,
  {urls, warn}: StorageWish,
): Promise<EtcdService | undefined> {
  for (const until = process.now() + patienceMs; process.now() < until; ) {
    for (const [index, url] of urls.entries()) {
      const found = await tryOne(process, etcds, url);
      if (typeof found !== 'string') return found;
      await warn(failureText(url, found, index));
    }
    await process.wait(nextOffer(process, etcds));
  }
  return undefined;
}

/** Why it cannot be reached, when it cannot. */
async function tryOne(process: Process, etcds: Offers<EtcdService>, url: string): Promise<EtcdService | string> {
  const {space} = process;
  const {address: host, port} = urlEndpoint(url);
  const seeker = {files: process.files, fabric: space.fabric, network: space.network};
  const resolved = await process.wait(resolveName(seeker, host));
  if (resolved.status !== 'found') return `dial tcp: lookup ${host}: no such host`;
  const [address = host] = resolved.addresses;
  try {
    const found = etcds.at(space.fabric, space.network, {address, port});
    if (found && !found.life.over) return found;
    return 'error reading server preface: EOF';
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return `dial tcp ${address}:${port}: connect: ${error.message.toLowerCase()}`;
  }
}

function failureText(url: string, why: string, index: number): string {
  const {host} = new URL(url);
  return (
    `[core] [Channel #${index + 1} SubChannel #${index + 3}]grpc: addrConn.createTransport failed to connect to ` +
    `{Addr: "${host}", ServerName: "${host}", }. Err: connection error: desc = "transport: Error while dialing: ${why}"`
  );
}

/** Until somebody offers an etcd, or it is time to look once more. */
function nextOffer(process: Process, etcds: Offers<EtcdService>): Promise<void> {
  const {clock} = process.space.kernel;
  return new Promise((resolve) => {
    const go = (): void => {
      cancel();
      stop();
      process.signal.removeEventListener('abort', go);
      resolve();
    };
    const cancel = clock.after(retryMs, go);
    const stop = etcds.onOffer(go);
    process.signal.addEventListener('abort', go, {once: true});
  });
}
