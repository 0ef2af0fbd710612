import {encodeText, streamOf} from '../../../bytes.ts';
import type {Docker, DockerCall} from '../../app.ts';
import {EngineError, ExitError, errorOf} from '../../errors.ts';
import {pullToStderr} from '../../images/pull-image.ts';
import {familiarText, parseReference, withDefaultTag} from '../../images/reference.ts';
import {object, text, texts} from '../../json.ts';
import type {NewContainer} from './config.ts';

/** How a container is made. */
export interface Making {
  readonly name: string;
  readonly platform: string;
  readonly pull: string;
  readonly quiet: boolean;
  readonly cidfile: string;
}

/** Makes a container, fetching its image when it is not there; resolves with its ID. */
export async function createContainer(docker: Docker, container: NewContainer, making: Making): Promise<string> {
  const {files} = docker.context;
  await warnOfSettings(docker, container);
  if (making.cidfile !== '') await checkCidfile(docker, making.cidfile);
  const image = checkedImage(container.image);
  if (making.platform !== '') checkPlatform(making.platform);
  const fetchImage = () => pullToStderr(docker, container.image, {platform: making.platform, quiet: making.quiet});
  if (making.pull === 'always') await fetchImage();
  const answer = await orAfterFetching(() => postContainer(docker, container, making), {
    fetches: making.pull === 'missing' && image !== undefined,
    async fetchImage() {
      if (!making.quiet) await docker.warn(`Unable to find image '${image}' locally\n`);
      await fetchImage();
    },
  });
  for (const warning of texts(answer['Warnings'])) await docker.warn(`WARNING: ${warning}\n`);
  const id = text(answer['Id']);
  if (making.cidfile !== '') await files.write(making.cidfile, streamOf(encodeText(id)), 0o644);
  return id;
}

async function orAfterFetching<T>(
  post: () => Promise<T>,
  {fetches, fetchImage}: {readonly fetches: boolean; readonly fetchImage: () => Promise<void>},
): Promise<T> {
  try {
    return await post();
  } catch (error) {
    if (!fetches || !(error instanceof EngineError) || error.status !== 404) throw error;
    await fetchImage();
    return post();
  }
}

async function postContainer({engine}: Docker, container: NewContainer, {name, platform}: Making) {
  return object(
    await engine.json({
      method: 'POST',
      path: '/containers/create',
      query: {name: name || undefined, platform: platform || undefined},
      json: {
        ...container.config,
        HostConfig: container.hostConfig,
        NetworkingConfig: {EndpointsConfig: container.endpoints},
      },
    }),
  );
}

/** The image's name as people write it; undefined when it is an ID. */
function checkedImage(image: string): string | undefined {
  if (/^(sha256:)?[a-f0-9]{64}$/.test(image)) return undefined;
  return familiarText(withDefaultTag(parseReference(image)));
}

const knownPlatforms =
  /^(linux|windows|darwin|freebsd|netbsd|openbsd|solaris|android|aix|dragonfly|illumos|ios|js|plan9|wasip1)$|^(386|amd64|arm64?|loong64|mips|mips64|mips64le|mipsle|ppc64|ppc64le|riscv64|s390x|wasm|x86_64|x86-64|aarch64|armhf|armel|i386)$/;

function checkPlatform(platform: string): void {
  const [first = '', ...rest] = platform.split('/');
  if (rest.length > 0 || knownPlatforms.test(first.toLowerCase())) return;
  throw new Error(
    `error parsing specified platform: ${JSON.stringify(platform)}: unknown operating system or architecture: invalid argument`,
  );
}

async function checkCidfile({context: {files}}: Docker, path: string): Promise<void> {
  if ((await files.stat(path, {follow: true})) !== undefined) {
    throw new Error(`container ID file found, make sure the other container isn't running or delete ${path}`);
  }
  try {
    await files.write(path, streamOf(new Uint8Array()), 0o644);
    await files.remove(path);
  } catch (error) {
    throw new Error(`failed to create the container ID file: ${errorOf(error).message}`);
  }
}

async function warnOfSettings(docker: Docker, {hostConfig}: NewContainer): Promise<void> {
  if (hostConfig['OomKillDisable'] === true && hostConfig['Memory'] === 0) {
    await docker.warn(
      "WARNING: Disabling the OOM killer on containers without setting a '-m/--memory' limit may be dangerous.\n",
    );
  }
  const local = texts(hostConfig['Dns']).find((dns) => /^(127\.(\d{1,3}\.){2}\d{1,3}|::1)$/.test(dns));
  if (local !== undefined)
    await docker.warn(`WARNING: Localhost DNS setting (--dns=${local}) may fail in containers.\n`);
}

/** Throws for a word `--pull` does not know. */
export function checkPull(pull: string): void {
  if (['always', 'missing', 'never', ''].includes(pull)) return;
  throw new Error(`invalid pull option: '${pull}': must be one of "always", "missing" or "never"`);
}

/** An error with docker's hint to the help of a command, and the exit code that says whose fault it was. */
export function withHelp(
  thrown: unknown,
  {path, exitCode = 125}: {readonly path: string; readonly exitCode?: number},
): ExitError {
  const verb = path.split(' ').at(-1) ?? '';
  return new ExitError(
    exitCode,
    `docker: ${errorOf(thrown).message}\n\nRun 'docker ${verb} --help' for more information`,
  );
}

/** 127 when there is no such program, 126 when it may not be run, else 125. */
export function startFailureCode(thrown: unknown): number {
  const {message} = errorOf(thrown);
  if (/executable file not found|no such file or directory|system cannot find the file specified/.test(message))
    return 127;
  return /permission denied|is a directory/.test(message) ? 126 : 125;
}

/** What `docker run` and `docker create` do with their first errors. */
export async function orWithHelp<T>(work: () => Promise<T>, {path}: DockerCall): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw withHelp(error, {path});
  }
}
