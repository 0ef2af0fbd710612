import {defineCommand} from '../app.ts';
import {credentialsOf, withCredentials} from '../config-file.ts';
import {registryKey} from './auth.ts';

/** `docker logout`. https://docs.docker.com/reference/cli/docker/logout/ */
export const logout = defineCommand({
  usage: '[SERVER]',
  short: 'Log out from a registry',
  long: 'Log out from a registry.\nIf no server is specified, the default is defined by the daemon.',
  flags: [],
  args: {kind: 'atMost', count: 1},
  async run({app, args: [given]}) {
    const server =
      given === undefined
        ? registryKey('docker.io')
        : registryKey(given.replace(/^https?:\/\//, '').replace(/\/.*$/, ''));
    await app.print(`Removing login credentials for ${server}\n`);
    const config = await app.config.read();
    if (credentialsOf(config, server) !== undefined) await app.config.write(withCredentials(config, server, undefined));
    return 0;
  },
});
