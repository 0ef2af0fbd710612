import type {Scene} from './corpus.ts';

/** A scene under other names, ports and subnets, so that it can be played while others play the same on one Engine. */
export function underOwnNames(scene: Scene, prefix: string): Scene {
  const own = (text: string) =>
    text
      .replaceAll('klp', prefix)
      .replaceAll(/\b184(\d\d)\b/g, '284$1')
      .replaceAll(/\b10\.213\./g, '10.215.')
      .replaceAll(/\b10\.216\.77\./g, '10.216.78.');
  return {
    ...scene,
    steps: scene.steps.map((step) =>
      typeof step === 'string'
        ? own(step)
        : {...step, docker: own(step.docker), ...(step.stdin === undefined ? {} : {stdin: own(step.stdin)})},
    ),
    ...(scene.tidy === undefined ? {} : {tidy: scene.tidy.map(own)}),
    ...(scene.files === undefined
      ? {}
      : {files: Object.fromEntries(Object.entries(scene.files).map(([path, text]) => [path, own(text)]))}),
  };
}
