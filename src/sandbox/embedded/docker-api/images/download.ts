import type {Kernel} from '../../runtime/process/kernel.ts';
import type {Tell} from './progress.ts';

/** A layer that comes over the simulated internet. */
export interface DownloadedLayer {
  /** Of the blob; lines show its first 12 digits. */
  readonly digest: string;
  readonly bytes: number;
  /** It is here already, from another image. */
  readonly isHere: boolean;
}

/** Docker's own. */
const atOnce = 3;
/** A household's connection, and a laptop's disk. */
const downloadBytesASecond = 12_000_000;
const extractBytesASecond = 80_000_000;
const stepMs = 100;

interface Transfer {
  readonly id: string;
  readonly total: number;
  downloaded: number;
  extracted: number;
  isDownloaded: boolean;
  isExtracted: boolean;
}

/**
 * Tells what the real daemon tells while layers come: three at a time are downloaded, and unpacked in their order. It
 * takes `pace` times as long as it would in reality; with 0 every layer comes in one step.
 */
export async function downloadLayers(given: {
  readonly layers: readonly DownloadedLayer[];
  readonly tell: Tell;
  readonly signal: AbortSignal;
  readonly kernel: Kernel;
  readonly pace: number;
}): Promise<void> {
  const {tell, pace} = given;
  const transfers: Transfer[] = [];
  for (const {digest, bytes, isHere} of given.layers) {
    const id = digest.slice('sha256:'.length, 'sha256:'.length + 12);
    await tell({status: isHere ? 'Already exists' : 'Pulling fs layer', id, state: true});
    if (!isHere)
      transfers.push({id, total: bytes, downloaded: 0, extracted: 0, isDownloaded: false, isExtracted: false});
  }
  for (const {id} of transfers.slice(atOnce)) await tell({status: 'Waiting', id, state: true});
  while (transfers.some(({isExtracted}) => !isExtracted)) {
    given.signal.throwIfAborted();
    if (pace > 0) await given.kernel.wait(stepMs * pace, given.signal);
    await extractStep(transfers, pace, tell);
    await downloadStep(transfers, pace, tell);
  }
}

async function downloadStep(transfers: readonly Transfer[], pace: number, tell: Tell): Promise<void> {
  const active = transfers.filter(({isDownloaded}) => !isDownloaded).slice(0, atOnce);
  const share = pace === 0 ? Number.POSITIVE_INFINITY : (downloadBytesASecond * stepMs) / 1000 / active.length;
  for (const transfer of active) {
    const {id, total} = transfer;
    transfer.downloaded = Math.min(total, transfer.downloaded + share);
    await tell({status: 'Downloading', id, done: Math.round(transfer.downloaded), total});
    if (transfer.downloaded < total) continue;
    transfer.isDownloaded = true;
    await tell({status: 'Verifying Checksum', id, state: true});
    await tell({status: 'Download complete', id, state: true});
  }
}

async function extractStep(transfers: readonly Transfer[], pace: number, tell: Tell): Promise<void> {
  const next = transfers.find(({isExtracted}) => !isExtracted);
  if (!next?.isDownloaded) return;
  const {id, total} = next;
  const step = pace === 0 ? Number.POSITIVE_INFINITY : (extractBytesASecond * stepMs) / 1000;
  next.extracted = Math.min(total, next.extracted + step);
  await tell({status: 'Extracting', id, done: Math.round(next.extracted), total});
  if (next.extracted < total) return;
  next.isExtracted = true;
  await tell({status: 'Pull complete', id, state: true});
}
