import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** How Go has a field. */
export interface GoField {
  readonly isPointer: boolean;
  /** Without `*` and `[]`: `string`, `ServiceType`, `metav1.ConditionStatus`. */
  readonly type: string;
}

interface GoStruct {
  /** By their names in JSON. */
  readonly fields: ReadonlyMap<string, GoField>;
  readonly embedded: readonly string[];
}

/** Structs by package and name: `io.k8s.api.core.v1.PodSpec`. */
export type GoStructs = ReadonlyMap<string, GoStruct>;

const packages: readonly {readonly module: string; readonly folder: string; readonly name: string}[] = [
  {module: 'api', folder: '', name: 'io.k8s.api'},
  {module: 'apimachinery', folder: 'pkg/apis/meta', name: 'io.k8s.apimachinery.pkg.apis.meta'},
  {
    module: 'apiextensions-apiserver',
    folder: 'pkg/apis/apiextensions',
    name: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions',
  },
  {
    module: 'kube-aggregator',
    folder: 'pkg/apis/apiregistration',
    name: 'io.k8s.kube-aggregator.pkg.apis.apiregistration',
  },
];

/** Every struct of the API of a version, from its Go sources. */
export function readStructs(version: string): GoStructs {
  const work = mkdtempSync(join(tmpdir(), 'kube-schema-'));
  writeFileSync(join(work, 'go.mod'), 'module types\n');
  const structs = new Map<string, GoStruct>();
  for (const {module, folder, name} of packages) {
    const said = execFileSync('go', ['mod', 'download', '-json', `k8s.io/${module}@${version}`], {
      cwd: work,
      encoding: 'utf8',
      env: {...process.env, GOFLAGS: '-mod=mod'},
    });
    const {Dir: root} = JSON.parse(said) as {readonly Dir: string};
    const from = join(root, folder);
    for (const file of readdirSync(from, {recursive: true, encoding: 'utf8'})) {
      const [, place] = /^(.*)\/types\w*\.go$/.exec(file) ?? [];
      if (place === undefined || !/(^|\/)v\d+$/.test(place)) continue;
      const prefix = `${name}.${place.replaceAll('/', '.')}`;
      for (const [type, made] of structsIn(readFileSync(join(from, file), 'utf8')))
        structs.set(`${prefix}.${type}`, made);
    }
  }
  rmSync(work, {recursive: true});
  return structs;
}

function structsIn(text: string): readonly (readonly [string, GoStruct])[] {
  return [...text.matchAll(/^type (\w+) struct \{\n(.*?)^\}/gms)].map(([, name = '', body = '']) => {
    const found = [...body.matchAll(/^\t(\w+)\s+([^\s`]+)\s+`[^`]*json:"([^",]+)[^`]*`/gm)];
    const fields = found.map(([, , type = '', json = '']) => [json, goFieldOf(type)] as const);
    const embedded = [...body.matchAll(/^\t(\w+)\s+`[^`]*json:",inline"/gm)].map(([, type = '']) => type);
    return [name, {fields: new Map(fields), embedded}] as const;
  });
}

function goFieldOf(type: string): GoField {
  return {isPointer: type.startsWith('*'), type: type.replace(/^[*[\]]+/, '')};
}

/** A field by its name in JSON, wherever it is embedded. */
export function goField(structs: GoStructs, struct: string, field: string): GoField | undefined {
  const {fields, embedded} = structs.get(struct) ?? {fields: new Map<string, GoField>(), embedded: []};
  const own = fields.get(field);
  if (own) return own;
  const place = struct.replace(/\.\w+$/, '');
  for (const inner of embedded) {
    const found = goField(structs, `${place}.${inner}`, field);
    if (found) return found;
  }
  return undefined;
}
