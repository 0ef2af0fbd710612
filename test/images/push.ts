import {gzipSync} from 'node:zlib';
import {LearnError} from '../../src/errors.ts';
import {until} from '../support/until.ts';
import {type BuiltImage, digestOf} from './archive.ts';

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';

interface Blob {
  readonly mediaType: string;
  readonly size: number;
  readonly digest: string;
}

/**
 * Pushes an image as `library/NAME` (`OWNER/NAME` as it is) to a plain-HTTP registry (`127.0.0.1:5000`) without a daemon in between, and
 * returns the manifest's digest. See https://distribution.github.io/distribution/spec/api/
 */
export async function pushImage(image: BuiltImage, registry: string): Promise<string> {
  const [name = image.reference, tag = 'latest'] = image.reference.split(':');
  const path = name.includes('/') ? name : `library/${name}`;
  const repository = `http://${registry}/v2/${path}`;
  const config = await pushBlob(repository, 'application/vnd.docker.container.image.v1+json', image.config);
  const layers: Blob[] = [];
  for (const layer of image.layers) {
    const bytes = gzipSync(layer, {level: 6});
    layers.push(await pushBlob(repository, 'application/vnd.docker.image.rootfs.diff.tar.gzip', bytes));
  }
  const manifest = Buffer.from(JSON.stringify({schemaVersion: 2, mediaType: manifestType, config, layers}));
  await ask(`${repository}/manifests/${tag}`, {
    method: 'PUT',
    headers: {'content-type': manifestType},
    body: new Uint8Array(manifest),
  });
  return digestOf(manifest);
}

/** Waits until a registry answers; rejects after `timeoutMs`. */
export async function registryReady(registry: string, timeoutMs = 15_000): Promise<void> {
  const answers = await until(() => answersOn(registry), Boolean, {timeoutMs});
  if (answers) return;
  throw new LearnError({
    code: 'REGISTRY_NOT_READY',
    message: `No registry answers at http://${registry}/v2/ within ${timeoutMs / 1000} s.`,
    fix: 'See what its container says: docker ps -a, docker logs NAME.',
  });
}

async function answersOn(registry: string): Promise<boolean> {
  try {
    return (await fetch(`http://${registry}/v2/`, {signal: AbortSignal.timeout(1000)})).ok;
  } catch {
    return false;
  }
}

async function pushBlob(repository: string, mediaType: string, bytes: Buffer): Promise<Blob> {
  const blob = {mediaType, size: bytes.length, digest: digestOf(bytes)};
  const there = await fetch(`${repository}/blobs/${blob.digest}`, {
    method: 'HEAD',
    signal: AbortSignal.timeout(10_000),
  });
  if (there.ok) return blob;
  const started = await ask(`${repository}/blobs/uploads/`, {method: 'POST'});
  const target = new URL(started.headers.get('location') ?? '', repository);
  target.searchParams.set('digest', blob.digest);
  await ask(target.href, {
    method: 'PUT',
    headers: {'content-type': 'application/octet-stream'},
    body: new Uint8Array(bytes),
  });
  return blob;
}

async function ask(url: string, options: RequestInit): Promise<Response> {
  const answer = await fetch(url, {...options, signal: AbortSignal.timeout(60_000)});
  if (answer.ok) {
    await answer.arrayBuffer();
    return answer;
  }
  throw new LearnError({
    code: 'STAND_INS_NOT_PUSHED',
    message: `The registry answered ${answer.status} to ${options.method} ${url}: ${(await answer.text()).trim()}`,
  });
}
