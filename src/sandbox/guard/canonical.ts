import {knownKeys} from './known-keys.ts';
import {isRaw, parsed, type Raw} from './raw-json.ts';
import {Refusal, refused} from './refusal.ts';

/** Maps whose keys are the learner's own words; their values are read as Docker's again. */
const freeMaps = new Set([
  'Labels',
  'Options',
  'DriverOpts',
  'Sysctls',
  'Volumes',
  'EndpointsConfig',
  'PortBindings',
  'ExposedPorts',
  'Tmpfs',
  'StorageOpt',
  'Annotations',
  'AuxiliaryAddresses',
  'Config',
]);

const byFolded = new Map(knownKeys.map((key) => [fold(key), key]));

/**
 * Reads a request body so that we and the daemon cannot understand it differently. Go matches keys in any letter
 * case, by Unicode folding (`Bindſ` is `Binds`), and merges duplicates: other spellings of a known key are refused,
 * and what is sent on is written anew from what was read.
 */
export function readBody(body: string): Raw {
  if (body.trim() === '' || body.trim() === 'null') return {};
  const value = parsed(body);
  if (!isRaw(value)) throw new Refusal(400, 'k8s-learn: the request body is not a JSON object.');
  assertCanonical(value, false);
  return value;
}

function assertCanonical(value: unknown, free: boolean): void {
  if (Array.isArray(value)) for (const item of value) assertCanonical(item, false);
  if (!isRaw(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    // `Config` is a free map for a log driver and a list of pools for IPAM; its objects in lists are Docker's again.
    if (!free) assertKey(key);
    assertCanonical(inner, !free && freeMaps.has(key));
  }
}

function assertKey(key: string): void {
  const known = byFolded.get(fold(key));
  if (known !== undefined && known !== key) {
    throw refused(`the request spells ${known} as ${JSON.stringify(key)}; write it as Docker's own API does.`);
  }
  if (key === '__proto__')
    throw refused('the request has a key "__proto__", which no Docker option has; leave it out.');
}

function fold(key: string): string {
  return key.normalize('NFKC').toLowerCase();
}
