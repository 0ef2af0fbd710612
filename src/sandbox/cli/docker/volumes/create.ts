import {list, text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {checkLabel} from '../containers/create/checks.ts';
import {pairsToObject} from '../containers/create/environment.ts';
import {map} from '../flags/kinds.ts';
import {object, text as textOf} from '../json.ts';

const flags = {
  driver: text('driver', {short: 'd', usage: 'Specify volume driver name', initial: 'local'}),
  label: list('label', {usage: 'Set metadata for a volume', check: checkLabel}),
  name: text('name', {usage: 'Specify volume name', hidden: true}),
  opt: map('opt', {short: 'o', usage: 'Set driver specific options'}),
};

/** `docker volume create`. https://docs.docker.com/reference/cli/docker/volume/create/ */
export const create = defineCommand({
  usage: '[OPTIONS] [VOLUME]',
  short: 'Create a volume',
  flags: Object.values(flags),
  args: {kind: 'atMost', count: 1},
  async run({app, args: [argument = ''], get}) {
    if (argument !== '' && get(flags.name) !== '') {
      throw new Error('conflicting options: cannot specify a volume-name through both --name and as a positional arg');
    }
    const name = argument || get(flags.name);
    const options = get(flags.opt);
    const labels = get(flags.label);
    const answer = await app.engine.json({
      method: 'POST',
      path: '/volumes/create',
      json: {
        Driver: get(flags.driver),
        ...(options.size === 0 ? {} : {DriverOpts: Object.fromEntries(options)}),
        ...(labels.length === 0 ? {} : {Labels: pairsToObject(labels)}),
        ...(name === '' ? {} : {Name: name}),
      },
    });
    await app.print(`${textOf(object(answer)['Name'])}\n`);
    return 0;
  },
});
