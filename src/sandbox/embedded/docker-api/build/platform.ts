import {badRequest, notFound} from '../api/refusal.ts';

const component = /^[A-Za-z0-9_-]+$/;
const architectures: readonly string[] = ['amd64', 'x86_64', 'x86-64'];
const otherArchitectures: readonly string[] = [
  '386',
  'arm',
  'arm64',
  'aarch64',
  'armhf',
  'armel',
  'ppc64le',
  's390x',
  'riscv64',
  'mips64',
  'mips64le',
];
const systems: readonly string[] = ['linux', 'windows', 'darwin', 'freebsd'];

/** Refuses what names no platform. Throws 400 in the words of containerd. */
export function checkPlatform(text: string): void {
  if (text !== '') parsePlatform(text);
}

/** What comes after `--platform` of FROM. Throws 400 in the daemon's words; '' is no platform either. */
export function checkStagePlatform(text: string): void {
  try {
    parsePlatform(text);
  } catch (error) {
    throw badRequest(`failed to parse platform ${text}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Refuses to fetch an image for another platform: there are none. */
export function checkPulledPlatform(platform: string): void {
  const [os = '', architecture = 'amd64'] = platform.toLowerCase().split('/');
  const isOurs = platform === '' || os === 'linux' || architectures.includes(os);
  if (!isOurs || !architectures.includes(architecture))
    throw notFound(
      `no matching manifest for ${platform} in the manifest list entries: ` +
        'the embedded engine of k8s-learn has linux/amd64',
    );
}

function parsePlatform(text: string): void {
  const parts = text.split('/');
  for (const part of parts)
    if (!component.test(part))
      throw badRequest(
        `${JSON.stringify(part)} is an invalid component of ${JSON.stringify(text)}: ` +
          `platform specifier component must match "^[A-Za-z0-9_-]+$": invalid argument`,
      );
  if (parts.length > 3) throw badRequest(`${JSON.stringify(text)}: cannot parse platform specifier: invalid argument`);
  const [only = '', ...more] = parts;
  const known = [...architectures, ...otherArchitectures, ...systems];
  if (more.length === 0 && !known.includes(only.toLowerCase()))
    throw badRequest(`${JSON.stringify(text)}: unknown operating system or architecture: invalid argument`);
}
