import {LearnError} from '../errors.ts';
import {words as wordsOf} from '../lessons/diagnose/index.ts';
import {messages} from '../messages/index.ts';
import type {Language} from '../observation.ts';
import type {Paths} from '../paths.ts';
import type {Choice, Chosen} from '../sandbox/choose.ts';
import {choose} from '../sandbox/choose.ts';
import {createSandbox} from '../sandbox/create.ts';
import type {HostRequest} from '../sandbox/host-client.ts';
import {attendedSandbox, openHost} from '../sandbox/host-client.ts';
import {reconnecting} from '../sandbox/reconnect.ts';
import type {Sandbox} from '../sandbox/sandbox.ts';
import {agreeToContext} from './agree-to-context.ts';
import type {Context, GlobalOptions} from './context.ts';
import {layCommands} from './own-commands.ts';

/** Images the lessons use. */
export interface SandboxImages {
  /** The guard keeps them between resets. */
  readonly course: readonly string[];
  /** Every node of a cluster gets them. */
  readonly cluster: readonly string[];
}

/** Options a host is started with, as arguments of the hidden `__host` command. */
export interface HostArguments {
  readonly images: SandboxImages;
  readonly mirror: string;
  readonly sandbox: Choice;
  readonly context: string;
  readonly fast: boolean;
}

/** The user's one host, started when needed. Rejects with every refusal in words when no sandbox is possible. */
export async function openSandbox(options: {
  readonly global: GlobalOptions;
  readonly paths: Paths;
  readonly env: NodeJS.ProcessEnv;
  readonly build: string;
  readonly images: SandboxImages;
  readonly script: string;
  readonly attend: boolean;
}): Promise<Sandbox> {
  const {global, paths, env, images} = options;
  const attended = await attendedSandbox(paths);
  const wish = global.sandbox === 'auto' ? (attended?.docker ?? 'auto') : global.sandbox;
  // Whoever works there has agreed to it.
  const context = global.context === '' ? (attended?.context ?? '') : global.context;
  if (global.context !== '') await agreeToContext({global, paths, env, words: messages[global.lang]});
  const chosen = await choose(wish, env);
  if (chosen.sandbox === 'none') throw refused(chosen, global.lang);
  // `auto` goes on to the host, which then knows why it is not the other one.
  const host: HostArguments = {images, mirror: global.mirror, sandbox: wish, context, fast: global.fast};
  const request: HostRequest = {
    paths,
    docker: chosen.sandbox,
    context,
    build: hostBuild(options.build, images),
    mirror: global.mirror,
    command: [process.execPath, options.script, '__host', JSON.stringify(host)],
    env,
    attend: options.attend,
  };
  // A host that another terminal has replaced since will do: two that replace each other's would never end.
  return reconnecting(await openHost(request), () => openHost(request, 'any'));
}

/** Tells hosts of another version or of a course with other images apart. */
export function hostBuild(build: string, {course, cluster}: SandboxImages): string {
  return [build, ...course.toSorted(), '+', ...cluster.toSorted()].join(' ');
}

/** A sandbox in this process with places of its own: for rehearsals, and inside the host. */
export async function openOwnSandbox(
  context: Pick<Context, 'options' | 'env' | 'clock'>,
  paths: Paths,
  images: SandboxImages,
): Promise<Sandbox> {
  const {options, env, clock} = context;
  layCommands(paths);
  const chosen = await choose(options.sandbox, env);
  if (chosen.sandbox === 'none') throw refused(chosen, options.lang);
  const common = {paths, env, courseImages: images.course, clusterImages: images.cluster, clock};
  const places = {...common, ...(options.context === '' ? {} : {context: options.context})};
  if (chosen.sandbox === 'embedded') {
    const {createEmbeddedSandbox} = await import('../sandbox/create-embedded.ts');
    return createEmbeddedSandbox({...places, refusals: chosen.refusals, downloadPace: options.fast ? 0 : 1});
  }
  return createSandbox({
    ...places,
    endpoint: chosen.endpoint,
    version: chosen.probe.version,
    mirror: options.mirror === '' ? undefined : options.mirror,
  });
}

function refused({refusals}: Extract<Chosen, {sandbox: 'none'}>, language: Language): LearnError {
  const reasons = refusals.map(({cause, params}) => wordsOf({verdict: 'blocked', cause, params}, language).says);
  return new LearnError({
    code: 'NO_SANDBOX',
    message: reasons.join('\n'),
    fix: messages[language].readWithoutDocker,
    exitCode: 3,
  });
}
