import {duration, text as textFlag} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {UsageError} from '../errors.ts';
import {commaList} from '../flag-kinds.ts';
import {at, text} from '../json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {outputOptions, printerFor} from '../print/printer.ts';

const flags = {
  audience: commaList('audience', {
    usage:
      'Audience of the requested token. If unset, defaults to requesting a token for use with the Kubernetes API server. May be repeated to request a token valid for multiple audiences.',
  }),
  boundKind: textFlag('bound-object-kind', {
    usage: 'Kind of an object to bind the token to. Supported kinds are Node, Pod, Secret.',
  }),
  boundName: textFlag('bound-object-name', {usage: 'Name of an object to bind the token to.'}),
  boundUid: textFlag('bound-object-uid', {usage: 'UID of an object to bind the token to.'}),
  duration: duration('duration', {usage: 'Requested lifetime of the issued token.'}),
  ...outputFlags(),
} as const;

export const createToken = defineCommand({
  usage: 'SERVICE_ACCOUNT_NAME',
  short: 'Request a service account token',
  examples:
    '# Request a token to authenticate to the kube-apiserver as the service account "myapp"\nkubectl create token myapp',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    const [name = ''] = args;
    if (args.length !== 1) throw new UsageError(`exactly one NAME is required, got ${args.length}`);
    const kind = get(flags.boundKind);
    const bound = {kind, apiVersion: 'v1', name: get(flags.boundName), uid: get(flags.boundUid) || undefined};
    const seconds = Math.round(get(flags.duration) / 1e9);
    const request = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {
        audiences: get(flags.audience),
        ...(seconds > 0 ? {expirationSeconds: seconds} : {}),
        ...(kind === '' ? {} : {boundObjectRef: bound}),
      },
    };
    const resource = await app.discovery.find('serviceaccounts');
    const path = pathOf(resource, {namespace: await app.namespace(), name, subresource: 'token'});
    const answer = await app.api.json({method: 'POST', path, json: request}).catch((error: unknown) => {
      throw error instanceof Error ? new Error(`failed to create token: ${error.message}`) : error;
    });
    const options = outputOptions(call, flags);
    await app.print(
      options.output === ''
        ? `${text(at(answer, 'status', 'token'))}\n`
        : (await printerFor(app, options)).text(answer),
    );
    return 0;
  },
});
