import {bool, duration, int, text} from '../../cobra/flag-kinds.ts';
import {eachText, optionalWord} from '../flag-kinds.ts';
import {outputFlags} from '../print/output-flags.ts';
import {fileFlags} from '../resources/selection-flags.ts';
import {dryRun, fieldManager, saveConfig} from '../writing/write-flags.ts';

/** The flags of `kubectl run`. */
export const runFlags = {
  ...fileFlags('to use to replace the resource.'),
  ...outputFlags(),
  dryRun,
  fieldManager: fieldManager('kubectl-run'),
  saveConfig,
  annotations: eachText('annotations', {usage: 'Annotations to apply to the pod.'}),
  attach: bool('attach', {
    usage:
      "If true, wait for the Pod to start running, and then attach to the Pod as if 'kubectl attach ...' were called.  Default false, unless '-i/--stdin' is set, in which case the default is true. With '--restart=Never' the exit code of the container process is returned.",
  }),
  cascade: optionalWord('cascade', {
    usage: 'Must be "background", "orphan", or "foreground".',
    initial: 'background',
    bare: 'background',
  }),
  command: bool('command', {
    usage:
      "If true and extra arguments are present, use them as the 'command' field in the container, rather than the 'args' field which is the default.",
  }),
  env: eachText('env', {usage: 'Environment variables to set in the container.'}),
  expose: bool('expose', {usage: 'If true, create a ClusterIP service associated with the pod.  Requires `--port`.'}),
  force: bool('force', {usage: 'If true, immediately remove resources from API and bypass graceful deletion.'}),
  gracePeriod: int('grace-period', {
    usage: 'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative.',
    initial: -1,
  }),
  image: text('image', {usage: 'The image for the container to run.'}),
  imagePullPolicy: text('image-pull-policy', {
    usage:
      'The image pull policy for the container.  If left empty, this value will not be specified by the client and defaulted by the server.',
  }),
  labels: text('labels', {
    short: 'l',
    usage: 'Comma separated labels to apply to the pod. Will override previous values.',
  }),
  leaveStdinOpen: bool('leave-stdin-open', {
    usage:
      'If the pod is started in interactive mode or with stdin, leave stdin open after the first attach completes. By default, stdin will be closed after the first attach completes.',
  }),
  overrides: text('overrides', {
    usage:
      'An inline JSON override for the generated object. If this is non-empty, it is used to override the generated object. Requires that the object supply a valid apiVersion field.',
  }),
  overrideType: text('override-type', {
    usage: 'The method used to override the generated object: json, merge, or strategic.',
    initial: 'merge',
  }),
  podTimeout: duration('pod-running-timeout', {
    usage: 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
    initial: 60e9,
  }),
  port: text('port', {usage: 'The port that this container exposes.'}),
  privileged: bool('privileged', {usage: 'If true, run the container in privileged mode.'}),
  quiet: bool('quiet', {short: 'q', usage: 'If true, suppress prompt messages.'}),
  restart: text('restart', {
    usage: 'The restart policy for this Pod.  Legal values [Always, OnFailure, Never].',
    initial: 'Always',
  }),
  rm: bool('rm', {
    usage:
      "If true, delete the pod after it exits.  Only valid when attaching to the container, e.g. with '--attach' or with '-i/--stdin'.",
  }),
  stdin: bool('stdin', {
    short: 'i',
    usage: 'Keep stdin open on the container in the pod, even if nothing is attached.',
  }),
  timeout: duration('timeout', {
    usage:
      'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object',
  }),
  tty: bool('tty', {short: 't', usage: 'Allocate a TTY for the container in the pod.'}),
  wait: bool('wait', {usage: 'If true, wait for resources to be gone before returning. This waits for finalizers.'}),
} as const;
