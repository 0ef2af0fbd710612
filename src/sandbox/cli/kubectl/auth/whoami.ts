import {defineCommand} from '../app.ts';
import {at, object, text, texts} from '../json.ts';
import {Grid} from '../print/grid.ts';
import {outputFlags} from '../print/output-flags.ts';
import {outputOptions, printerFor} from '../print/printer.ts';

const flags = outputFlags();

export const whoami = defineCommand({
  usage: '[flags]',
  short: 'Experimental: Check self subject attributes',
  long: 'Experimental: Check who you are and your attributes (groups, extra).',
  examples: '# Who the cluster takes me for\nkubectl auth whoami',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run(call) {
    const {app} = call;
    const review = {apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: {}};
    const answer = await app.api.json({
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      json: review,
    });
    const options = outputOptions(call, flags);
    if (options.output !== '') {
      await app.print((await printerFor(app, options)).text(answer));
      return 0;
    }
    const who = object(at(answer, 'status', 'userInfo'));
    const extra = Object.entries(object(who['extra'])).sort(([a], [b]) => (a < b ? -1 : 1));
    const rows = [
      ['Username', text(who['username'])],
      ...(text(who['uid']) === '' ? [] : [['UID', text(who['uid'])]]),
      ...(texts(who['groups']).length === 0 ? [] : [['Groups', `[${texts(who['groups']).join(' ')}]`]]),
      ...extra.map(([key, values]) => [`Extra: ${key}`, `[${texts(values).join(' ')}]`]),
    ];
    await app.print(new Grid().lines([['ATTRIBUTE', 'VALUE'], ...rows.filter(([, value]) => value !== '')]));
    return 0;
  },
});
