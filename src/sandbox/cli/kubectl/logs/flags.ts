import {bool, duration, int, text} from '../../cobra/flag-kinds.ts';
import {selector} from '../resources/selection-flags.ts';

/** The flags of `kubectl logs`. */
export const logsFlags = {
  selector,
  allContainers: bool('all-containers', {usage: "Get all containers' logs in the pod(s)."}),
  allPods: bool('all-pods', {usage: 'Get logs from all pod(s). Sets prefix to true.'}),
  container: text('container', {short: 'c', usage: 'Print the logs of this container'}),
  follow: bool('follow', {short: 'f', usage: 'Specify if the logs should be streamed.'}),
  ignoreErrors: bool('ignore-errors', {
    usage: 'If watching / following pod logs, allow for any errors that occur to be non-fatal',
  }),
  insecure: bool('insecure-skip-tls-verify-backend', {
    usage: 'Skip verifying the identity of the kubelet that logs are requested from.',
  }),
  limitBytes: int('limit-bytes', {usage: 'Maximum bytes of logs to return. Defaults to no limit.'}),
  maxRequests: int('max-log-requests', {
    usage: 'Specify maximum number of concurrent logs to follow when using by a selector. Defaults to 5.',
    initial: 5,
  }),
  podTimeout: duration('pod-running-timeout', {
    usage: 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
    initial: 20e9,
  }),
  prefix: bool('prefix', {usage: 'Prefix each log line with the log source (pod name and container name)'}),
  previous: bool('previous', {
    short: 'p',
    usage: 'If true, print the logs for the previous instance of the container in a pod if it exists.',
  }),
  since: duration('since', {
    usage: 'Only return logs newer than a relative duration like 5s, 2m, or 3h. Defaults to all logs.',
  }),
  sinceTime: text('since-time', {usage: 'Only return logs after a specific date (RFC3339). Defaults to all logs.'}),
  tail: int('tail', {
    usage:
      'Lines of recent log file to display. Defaults to -1 with no selector, showing all log lines otherwise 10, if a selector is provided.',
    initial: -1,
  }),
  timestamps: bool('timestamps', {usage: 'Include timestamps on each line in the log output'}),
} as const;
