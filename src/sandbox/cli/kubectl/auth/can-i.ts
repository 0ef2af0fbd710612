import {bool, text} from '../../cobra/flag-kinds.ts';
import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {ExitError} from '../errors.ts';
import {at, type Json, text as textOf} from '../json.ts';
import {noHeaders} from '../print/output-flags.ts';
import {allNamespaces} from '../resources/selection-flags.ts';
import {showRules} from './rules.ts';

const flags = {
  allNamespaces,
  noHeaders,
  list: bool('list', {usage: 'If true, prints all allowed actions.'}),
  quiet: bool('quiet', {short: 'q', usage: 'If true, suppress output and just return the exit code.'}),
  subresource: text('subresource', {usage: 'SubResource such as pod/log or deployment/scale'}),
} as const;

const knownVerbs = [
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*'],
  ...['use', 'bind', 'impersonate', 'escalate', 'approve', 'sign', 'attest', 'head', 'post', 'put', 'options'],
];

export const canI = defineCommand({
  usage: 'VERB [TYPE | TYPE/NAME | NONRESOURCEURL] [flags]',
  short: 'Check whether an action is allowed',
  long: 'Check whether an action is allowed.\n\n VERB is get, list, watch, delete, …; TYPE a resource; NONRESOURCEURL a path that begins with "/"; NAME the name of one object.',
  examples:
    '# May I create pods in any namespace?\nkubectl auth can-i create pods --all-namespaces\n\n# May this service account list pods?\nkubectl auth can-i list pods --as=system:serviceaccount:dev:foo\n\n# All I may do here\nkubectl auth can-i --list',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    if (get(flags.list)) return showRules(app, {noHeaders: get(noHeaders)});
    const [verb = '', what, ...more] = args;
    if (what === undefined || more.length > 0) {
      throw new ExitError(
        1,
        "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
      );
    }
    if (!knownVerbs.includes(verb)) await app.warn(`Warning: verb '${verb}' is not a known verb\n\n`);
    const spec = what.startsWith('/')
      ? {nonResourceAttributes: {path: what, verb}}
      : {resourceAttributes: await attributesOf(call, verb, what)};
    const review = {apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: {}, spec};
    const answer = await app.api.json({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      json: review,
    });
    return tell(app, answer, get(flags.quiet));
  },
});

async function attributesOf({app, get}: KubectlCall, verb: string, what: string): Promise<Json> {
  const [type = '', ...rest] = what.split('/');
  const name = rest.join('/');
  const namespace = get(flags.allNamespaces) ? '' : await app.namespace();
  const shared = {
    namespace,
    verb,
    ...(name === '' ? {} : {name}),
    ...(get(flags.subresource) === '' ? {} : {subresource: get(flags.subresource)}),
  };
  if (type === '*') return {...shared, group: '*', resource: '*'};
  const resource = await app.discovery.lookUp(type);
  if (resource === undefined) {
    const [plain = '', ...group] = type.split('.');
    const inGroup = group.length === 0 ? '' : ` in group '${group.join('.')}'`;
    await app.warn(`Warning: the server doesn't have a resource type '${plain}'${inGroup}\n\n`);
    return {...shared, group: group.join('.'), resource: plain};
  }
  if (!resource.namespaced && namespace !== '') {
    const inGroup = resource.group === '' ? '' : ` in group '${resource.group}'`;
    await app.warn(`Warning: resource '${resource.plural}' is not namespace scoped${inGroup}\n\n`);
  }
  return {...shared, group: resource.group, resource: resource.plural};
}

async function tell(app: Kubectl, answer: Json, quiet: boolean): Promise<number> {
  const allowed = at(answer, 'status', 'allowed') === true;
  const reason = textOf(at(answer, 'status', 'reason'));
  const problem = textOf(at(answer, 'status', 'evaluationError'));
  const why = `${reason === '' ? '' : ` - ${reason}`}${problem === '' ? '' : ` - ${problem}`}`;
  if (!quiet) await app.print(allowed ? 'yes\n' : `no${why}\n`);
  return allowed ? 0 : 1;
}
