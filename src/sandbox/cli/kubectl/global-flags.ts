import {bool, duration, int, list, text} from '../cobra/flag-kinds.ts';

/** The flags that every command understands. `home` is the learner's home folder. */
export function globalFlags(home: string) {
  return {
    as: text('as', {
      usage:
        'Username to impersonate for the operation. User could be a regular user or a service account in a namespace.',
    }),
    asGroup: list('as-group', {
      usage: 'Group to impersonate for the operation, this flag can be repeated to specify multiple groups.',
    }),
    asUid: text('as-uid', {usage: 'UID to impersonate for the operation.'}),
    cacheDir: text('cache-dir', {usage: 'Default cache directory', initial: `${home}/.kube/cache`}),
    certificateAuthority: text('certificate-authority', {usage: 'Path to a cert file for the certificate authority'}),
    clientCertificate: text('client-certificate', {usage: 'Path to a client certificate file for TLS'}),
    clientKey: text('client-key', {usage: 'Path to a client key file for TLS'}),
    cluster: text('cluster', {usage: 'The name of the kubeconfig cluster to use'}),
    context: text('context', {usage: 'The name of the kubeconfig context to use'}),
    disableCompression: bool('disable-compression', {
      usage: 'If true, opt-out of response compression for all requests to the server',
    }),
    insecure: bool('insecure-skip-tls-verify', {
      usage:
        "If true, the server's certificate will not be checked for validity. This will make your HTTPS connections insecure",
    }),
    kubeconfig: text('kubeconfig', {usage: 'Path to the kubeconfig file to use for CLI requests.'}),
    kuberc: text('kuberc', {
      usage:
        'Path to the kuberc file to use for preferences. This can be disabled by exporting KUBECTL_KUBERC=false feature gate or turning off the feature KUBERC=off.',
    }),
    logFlushFrequency: duration('log-flush-frequency', {
      usage: 'Maximum number of seconds between log flushes',
      initial: 5e9,
    }),
    matchServerVersion: bool('match-server-version', {usage: 'Require server version to match client version'}),
    namespace: text('namespace', {short: 'n', usage: 'If present, the namespace scope for this CLI request'}),
    password: text('password', {usage: 'Password for basic authentication to the API server'}),
    profile: text('profile', {
      usage: 'Name of profile to capture. One of (none|cpu|heap|goroutine|threadcreate|block|mutex)',
      initial: 'none',
    }),
    profileOutput: text('profile-output', {
      usage: 'Name of the file to write the profile to',
      initial: 'profile.pprof',
    }),
    requestTimeout: text('request-timeout', {
      usage:
        "The length of time to wait before giving up on a single server request. Non-zero values should contain a corresponding time unit (e.g. 1s, 2m, 3h). A value of zero means don't timeout requests.",
      initial: '0',
    }),
    server: text('server', {short: 's', usage: 'The address and port of the Kubernetes API server'}),
    tlsServerName: text('tls-server-name', {
      usage:
        'Server name to use for server certificate validation. If it is not provided, the hostname used to contact the server is used',
    }),
    token: text('token', {usage: 'Bearer token for authentication to the API server'}),
    user: text('user', {usage: 'The name of the kubeconfig user to use'}),
    username: text('username', {usage: 'Username for basic authentication to the API server'}),
    v: int('v', {short: 'v', usage: 'number for the log level verbosity'}),
    vmodule: text('vmodule', {
      usage:
        'comma-separated list of pattern=N settings for file-filtered logging (only works for the default text log format)',
    }),
    warningsAsErrors: bool('warnings-as-errors', {
      usage: 'Treat warnings received from the server as errors and exit with a non-zero exit code',
    }),
  } as const;
}

export type GlobalFlags = ReturnType<typeof globalFlags>;
