import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {writeWhole} from '../../whole-file.ts';

/**
 * A DOCKER_CONFIG of the course's own: no credentials, no contexts. Only the learner's CLI plugins are found
 * through it, so that `docker compose` stays. See https://docs.docker.com/reference/cli/docker/#configuration-files
 */
export function prepareDockerConfig(folder: string, env: NodeJS.ProcessEnv): void {
  const plugins = join(env['DOCKER_CONFIG'] || join(env['HOME'] ?? '', '.docker'), 'cli-plugins');
  const config = existsSync(plugins) ? {cliPluginsExtraDirs: [plugins]} : {};
  writeWhole(join(folder, 'config.json'), `${JSON.stringify(config)}\n`);
}
