import {bool, list, text} from '../cobra/flag-kinds.ts';

/** The flags before the command; their defaults show the folder of config.json. */
export function globalFlags(configFolder: string) {
  return {
    config: text('config', {usage: 'Location of client config files', initial: configFolder}),
    context: text('context', {
      short: 'c',
      usage:
        'Name of the context to use to connect to the daemon (overrides DOCKER_HOST env var and default context set with "docker context use")',
    }),
    debug: bool('debug', {short: 'D', usage: 'Enable debug mode'}),
    host: list('host', {short: 'H', usage: 'Daemon socket to connect to'}),
    logLevel: text('log-level', {
      short: 'l',
      usage: 'Set the logging level ("debug", "info", "warn", "error", "fatal")',
      initial: 'info',
    }),
    tls: bool('tls', {usage: 'Use TLS; implied by --tlsverify'}),
    tlsCa: text('tlscacert', {usage: 'Trust certs signed only by this CA', initial: `${configFolder}/ca.pem`}),
    tlsCert: text('tlscert', {usage: 'Path to TLS certificate file', initial: `${configFolder}/cert.pem`}),
    tlsKey: text('tlskey', {usage: 'Path to TLS key file', initial: `${configFolder}/key.pem`}),
    tlsVerify: bool('tlsverify', {usage: 'Use TLS and verify the remote'}),
    version: bool('version', {short: 'v', usage: 'Print version information and quit'}),
  } as const;
}

export type GlobalFlags = ReturnType<typeof globalFlags>;
