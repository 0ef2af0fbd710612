import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** A field of a protobuf message. */
interface MessageField {
  readonly name: string;
  /** `PodSpec`, `.k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta`, `string`. */
  readonly type: string;
  readonly number: number;
}

interface Message {
  readonly packageName: string;
  readonly fields: readonly MessageField[];
}

/** Messages by the name OpenAPI has for them. */
export type Messages = ReadonlyMap<string, Message>;

const modules = ['api', 'apimachinery', 'apiextensions-apiserver', 'kube-aggregator'];

/** Every message of the generated.proto files of a version. */
export function readMessages(version: string): Messages {
  const folder = mkdtempSync(join(tmpdir(), 'kube-schema-'));
  writeFileSync(join(folder, 'go.mod'), 'module numbers\n');
  const messages = new Map<string, Message>();
  for (const name of modules) {
    const said = execFileSync('go', ['mod', 'download', '-json', `k8s.io/${name}@${version}`], {
      cwd: folder,
      encoding: 'utf8',
      env: {...process.env, GOFLAGS: '-mod=mod'},
    });
    const {Dir: root} = JSON.parse(said) as {readonly Dir: string};
    const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter((file) =>
      file.endsWith('generated.proto'),
    );
    for (const file of files)
      for (const found of messagesIn(readFileSync(join(root, file), 'utf8'))) messages.set(...found);
  }
  rmSync(folder, {recursive: true});
  return messages;
}

function messagesIn(text: string): readonly (readonly [string, Message])[] {
  const [, packageName = ''] = /^package ([\w.]+);/m.exec(text) ?? [];
  return [...text.matchAll(/^message (\w+) \{\n(.*?)^\}/gms)].map(([, name = '', body = '']) => {
    const found = [...body.matchAll(/^ {2}(?:optional |repeated |)(map<.*?>|[\w.]+) (\w+) = (\d+);/gm)];
    const fields = found.map(([, type = '', field = '', number = '']) => ({type, name: field, number: Number(number)}));
    return [fullName(`.${packageName}.${name}`), {packageName, fields}] as const;
  });
}

/** `.k8s.io.api.core.v1.Pod` as OpenAPI has it. */
function fullName(type: string): string {
  return type.replace(/^\.k8s\.io\./, 'io.k8s.').replaceAll('_', '-');
}

/**
 * The number of a field, after those of the messages it is embedded in: in JSON, what a Pod's volume is of stands beside
 * its name, in protobuf it is a message of its own. `known`: the fields JSON has there. Empty when there is none.
 */
export function numbersOf(
  messages: Messages,
  message: string,
  {field, known}: {readonly field: string; readonly known: ReadonlySet<string>},
): readonly number[] {
  const {fields, packageName} = messages.get(message) ?? {fields: [], packageName: ''};
  const own = fields.find(({name}) => isSame(name, field));
  if (own) return [own.number];
  for (const {name, type, number} of fields) {
    if (known.has(name)) continue;
    const inner = fullName(type.startsWith('.') ? type : `.${packageName}.${type}`);
    const rest = messages.has(inner) ? numbersOf(messages, inner, {field, known}) : [];
    if (rest.length > 0) return [number, ...rest];
  }
  return [];
}

function isSame(name: string, field: string): boolean {
  const plain = field.replace(/^\$/, '').replaceAll('-', '').toLowerCase();
  return name.replaceAll('_', '').toLowerCase() === plain;
}
