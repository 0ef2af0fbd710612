import {defineCommand} from '../app.ts';
import {errorOf, joinErrors} from '../errors.ts';
import {number, object, text} from '../json.ts';
import {containerPath} from './paths.ts';

/** `docker wait`. https://docs.docker.com/reference/cli/docker/container/wait/ */
export const wait = defineCommand({
  usage: 'CONTAINER [CONTAINER...]',
  short: 'Block until one or more containers stop, then print their exit codes',
  aliases: 'docker container wait, docker wait',
  flags: [],
  args: {kind: 'atLeast', count: 1},
  async run({app, args}) {
    const errors: Error[] = [];
    for (const name of args) {
      try {
        const answer = object(await app.engine.json({method: 'POST', path: containerPath(name, 'wait')}));
        const failure = text(object(answer['Error'])['Message']);
        if (failure !== '') throw new Error(failure);
        await app.print(`${number(answer['StatusCode'])}\n`);
      } catch (error) {
        errors.push(errorOf(error));
      }
    }
    const error = joinErrors(errors);
    if (error !== undefined) throw error;
    return 0;
  },
});
