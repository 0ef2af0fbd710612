import type {Program} from '../../cobra/command.ts';
import type {Flag} from '../../cobra/flag.ts';
import {type Located, locate} from '../../cobra/locate.ts';
import type {Kubectl} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {metaOf, objects} from '../json.ts';
import {kubeconfigPaths, loadKubeconfig} from '../kubeconfig/kubeconfig.ts';

/** One way to go on: the word, and what it stands for. */
export interface Candidate {
  readonly word: string;
  readonly about?: string;
}

/** What is being typed: the words before, and the one that is not yet whole. */
export interface Typed {
  readonly words: readonly string[];
  readonly last: string;
}

/** The words that may follow on a command line, those that begin as the last one does. */
export async function candidatesFor(
  kubectl: Kubectl,
  program: Program<Kubectl>,
  {words, last}: Typed,
): Promise<readonly Candidate[]> {
  const place = await locate(program, words);
  const flags = [...program.flags, ...(place.command?.flags ?? [])];
  const open = openFlag(words, flags);
  const all = open === undefined ? await wordsAt(kubectl, place, {flags, last}) : await valuesOf(kubectl, open);
  return all.filter(({word}) => word.startsWith(last));
}

/** The flag that waits for its value. */
function openFlag(words: readonly string[], flags: readonly Flag<unknown>[]): Flag<unknown> | undefined {
  const before = words.at(-1) ?? '';
  if (!before.startsWith('-') || before.includes('=')) return undefined;
  const flag = flags.find(({name, short}) => before === `--${name}` || before === `-${short ?? ''}`);
  return flag?.bareText === undefined ? flag : undefined;
}

async function valuesOf(kubectl: Kubectl, {name}: Flag<unknown>): Promise<readonly Candidate[]> {
  switch (name) {
    case 'namespace':
      return namesOf(kubectl, 'namespaces');
    case 'context':
    case 'cluster':
    case 'user':
      return stanzaNames(kubectl, `${name}s`);
    case 'output':
      return ['json', 'yaml', 'name', 'wide', 'jsonpath=', 'custom-columns=', 'go-template='].map((word) => ({word}));
    default:
      return [];
  }
}

async function stanzaNames(
  {context, options}: Kubectl,
  list: 'contexts' | 'clusters' | 'users',
): Promise<readonly Candidate[]> {
  const all = await loadKubeconfig(context, {...kubeconfigPaths(context, options.kubeconfig), explicit: false});
  return [...all[list].keys()].sort().map((word) => ({word}));
}

interface Beginning {
  readonly flags: readonly Flag<unknown>[];
  readonly last: string;
}

async function wordsAt(
  kubectl: Kubectl,
  place: Located<Kubectl>,
  {flags, last}: Beginning,
): Promise<readonly Candidate[]> {
  if (last.startsWith('-')) {
    return flags
      .filter(({hidden}) => !hidden)
      .map(({name, usage, bareText}) => ({word: `--${name}${bareText === undefined ? '=' : ''}`, about: usage}));
  }
  const args = argsOf(place.argv, flags);
  const listed = place.entries
    .filter(({hidden}) => hidden !== true)
    .map(({name, short}) => ({word: name, about: short}));
  if (listed.length > 0 && args.length === 0) return listed;
  return place.command === undefined ? [] : wordsOf(kubectl, place.path.replace(/^kubectl /, ''), {args, last});
}

/** The arguments among the words that are typed already. */
function argsOf(words: readonly string[], flags: readonly Flag<unknown>[]): readonly string[] {
  return words.filter((word, index) => !word.startsWith('-') && openFlag(words.slice(0, index), flags) === undefined);
}

interface Arguments {
  readonly args: readonly string[];
  readonly last: string;
}

const typed = /^(get|describe|delete|edit|label|annotate|patch|scale|autoscale|expose|wait|explain|set .*|rollout .*)$/;
const ofPods = /^(logs|exec|attach|port-forward|debug|top pod)$/;
const ofNodes = /^(cordon|uncordon|drain|top node)$/;
const rolled: readonly Candidate[] = ['daemonset', 'deployment', 'statefulset'].map((word) => ({word}));

async function wordsOf(kubectl: Kubectl, path: string, {args, last}: Arguments): Promise<readonly Candidate[]> {
  if (/^config (use-context|delete-context|rename-context|get-contexts|set-context)$/.test(path))
    return stanzaNames(kubectl, 'contexts');
  if (path === 'config delete-cluster') return stanzaNames(kubectl, 'clusters');
  if (path === 'config delete-user') return stanzaNames(kubectl, 'users');
  if (path === 'completion') return ['bash', 'zsh', 'fish', 'powershell'].map((word) => ({word}));
  if (ofNodes.test(path)) return namesOf(kubectl, 'nodes');
  if (path === 'taint' && args.length > 0) return namesOf(kubectl, 'nodes');
  const [type, name] = last.split('/');
  if (name !== undefined && type) return (await namesOf(kubectl, type)).map(({word}) => ({word: `${type}/${word}`}));
  if (ofPods.test(path)) return args.length === 0 ? namesOf(kubectl, 'pods') : [];
  if (!typed.test(path)) return [];
  const [first] = args;
  if (first !== undefined && path !== 'explain') return namesOf(kubectl, first);
  return path.startsWith('rollout') ? rolled : typesOf(kubectl);
}

async function typesOf({discovery}: Kubectl): Promise<readonly Candidate[]> {
  const all = (await discovery.preferred()).filter(({verbs}) => verbs.includes('get'));
  return all.map(({plural, group}) => ({
    word: all.filter((one) => one.plural === plural).length > 1 && group !== '' ? `${plural}.${group}` : plural,
  }));
}

async function namesOf(kubectl: Kubectl, type: string): Promise<readonly Candidate[]> {
  const resource = await kubectl.discovery.lookUp(type);
  if (resource === undefined) return [];
  const list = await kubectl.api.json({path: pathOf(resource, {namespace: await kubectl.namespace()})});
  return objects(list['items']).map((item) => ({word: metaOf(item).name}));
}
