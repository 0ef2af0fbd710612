import {usualPath} from '../../runtime/process/executable.ts';
import type {ContainerConfig, Image} from '../images/image.ts';
import type {BuildArgs} from './build-args.ts';

/** Where a stage of a build is: what the next step starts from. Steps change it. */
export interface StageState {
  /** In small letters; '' when it has none. */
  readonly name: string;
  readonly args: BuildArgs;
  /** The image so far; undefined on nothing (`FROM scratch`). */
  image: Image | undefined;
  /** What the image is, or will be with the next step that says so. */
  config: ContainerConfig;
  author: string;
  /** This stage has a CMD of its own, which an ENTRYPOINT leaves. */
  hasCommand: boolean;
}

/** A stage that begins on an image, or on nothing. */
export function beginStage(name: string, image: Image | undefined, args: BuildArgs): StageState {
  const config = image?.file.config ?? {};
  const env = config.Env ?? [];
  const hasPath = env.some((line) => line.startsWith('PATH='));
  return {
    name,
    args,
    image,
    config: {...config, Env: hasPath ? env : [...env, `PATH=${usualPath}`], OpenStdin: false, StdinOnce: false},
    author: '',
    hasCommand: false,
  };
}

const usualShell = ['/bin/sh', '-c'];

/** The shell of RUN, CMD and ENTRYPOINT. */
export function shellOf({Shell}: ContainerConfig): readonly string[] {
  return Shell && Shell.length > 0 ? Shell : usualShell;
}
