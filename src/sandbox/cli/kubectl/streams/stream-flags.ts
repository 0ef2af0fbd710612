import {bool, duration, text} from '../../cobra/flag-kinds.ts';

/** Flags of the commands that connect to a container: which one, and with what. */
export const streamFlags = {
  container: text('container', {
    short: 'c',
    usage:
      'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen',
  }),
  podTimeout: duration('pod-running-timeout', {
    usage: 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
    initial: 60e9,
  }),
  quiet: bool('quiet', {short: 'q', usage: 'Only print output from the remote session'}),
  stdin: bool('stdin', {short: 'i', usage: 'Pass stdin to the container'}),
  tty: bool('tty', {short: 't', usage: 'Stdin is a TTY'}),
} as const;
