import {encodeBase64, encodeText} from '../../bytes.ts';
import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCommand} from '../app.ts';
import {type Json, object, withKey} from '../json.ts';
import type {KubeconfigEditor} from '../kubeconfig/edit.ts';
import type {StanzaKind} from '../kubeconfig/kubeconfig.ts';
import {showUsage} from './usage.ts';
import {editorOf} from './where.ts';

const rawBytes = bool('set-raw-bytes', {
  usage: 'When writing a []byte PROPERTY_VALUE, write the given string directly without base64 decoding.',
});

export const set: KubectlCommand = defineCommand({
  usage: 'PROPERTY_NAME PROPERTY_VALUE',
  short: 'Set an individual value in a kubeconfig file',
  long: 'Set an individual value in a kubeconfig file.\n\n PROPERTY_NAME is a dot delimited name where each token represents either an attribute name or a map key. Map keys may not contain dots.',
  examples:
    '# Set the server field on the my-cluster cluster to https://1.2.3.4\nkubectl config set clusters.my-cluster.server https://1.2.3.4',
  flags: [rawBytes],
  args: {kind: 'atLeast', count: 0},
  async run({app, args, get}) {
    const [property = '', value, ...more] = args;
    if (value === undefined || more.length > 0) return showUsage(app, set, {names: ['set'], args});
    const bytes = property.endsWith('-data') && get(rawBytes) ? encodeBase64(encodeText(value)) : value;
    await change(await editorOf(app), property, bytes);
    await app.print(`Property ${JSON.stringify(property)} set.\n`);
    return 0;
  },
});

export const unset: KubectlCommand = defineCommand({
  usage: 'PROPERTY_NAME',
  short: 'Unset an individual value in a kubeconfig file',
  long: 'Unset an individual value in a kubeconfig file.\n\n PROPERTY_NAME is a dot delimited name where each token represents either an attribute name or a map key. Map keys may not contain dots.',
  examples: '# Unset the current-context\nkubectl config unset current-context',
  flags: [],
  args: {kind: 'atLeast', count: 0},
  async run({app, args}) {
    const [property = '', ...more] = args;
    if (property === '' || more.length > 0) return showUsage(app, unset, {names: ['unset'], args});
    await change(await editorOf(app), property, undefined);
    await app.print(`Property ${JSON.stringify(property)} unset.\n`);
    return 0;
  },
});

/** Changes what a property names; undefined takes it away. */
async function change(editor: KubeconfigEditor, property: string, value: string | undefined): Promise<void> {
  if (property === 'current-context') return editor.setCurrentContext(value ?? '');
  const kind = (['clusters', 'contexts', 'users'] as const).find(
    (one) => property === one || property.startsWith(`${one}.`),
  );
  if (kind === undefined) throw new Error(`unable to parse ${property}: no such property in a kubeconfig`);
  const rest = property.slice(kind.length + 1);
  // A name may have dots in it: one that is there is known, else the first dot ends it.
  const known = [...editor.kubeconfig[kind].keys()].find((name) => rest === name || rest.startsWith(`${name}.`));
  const name = known ?? rest.split('.')[0] ?? '';
  const field = rest.slice(name.length + 1);
  if (field === '') return changeWhole(editor, {kind, name, value});
  const before = editor.kubeconfig[kind].get(name)?.value ?? {};
  await editor.put(kind, name, withField(before, field, value));
}

async function changeWhole(
  editor: KubeconfigEditor,
  {kind, name, value}: {readonly kind: StanzaKind; readonly name: string; readonly value: string | undefined},
): Promise<void> {
  if (value !== undefined) throw new Error(`can't set a map to a value: ${JSON.stringify(value)}`);
  const names = name === '' ? [...editor.kubeconfig[kind].keys()] : [name];
  if (name !== '' && !editor.kubeconfig[kind].has(name)) throw new Error(`current map key \`${name}\` is invalid`);
  for (const one of names) await editor.drop(kind, one);
}

function withField(value: Json, field: string, given: string | undefined): Json {
  const [key = '', ...rest] = field.split('.');
  if (rest.length > 0) return withKey(value, key, withField(object(value[key]), rest.join('.'), given));
  const isTruth = key === 'insecure-skip-tls-verify' || key === 'disable-compression';
  return withKey(value, key, given === undefined ? undefined : isTruth ? given === 'true' : given);
}
