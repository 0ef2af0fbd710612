/**
 * Writes the embedded API server's table of types, src/sandbox/embedded/kubernetes-api/schema/types/, from a real API
 * server's /openapi/v3 (by `kubectl`, whose current context must be a cluster of the wanted version) and from the protobuf
 * files of the same version (by Go's module proxy): `npx tsx scripts/kube-schema.ts v0.34.1`. Descriptions are left out:
 * they are not ours. The form of a line is told in schema/table.ts.
 */
import {mkdirSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {readDocuments} from './kube-schema/documents.ts';
import {readStructs} from './kube-schema/go-types.ts';
import {lineOf} from './kube-schema/line.ts';
import {readMessages} from './kube-schema/numbers.ts';
import {reachable} from './kube-schema/wanted.ts';

const folder = fileURLToPath(new URL('../src/sandbox/embedded/kubernetes-api/schema/types/', import.meta.url));
const documents = readDocuments();
const version = process.argv[2] ?? 'v0.34.1';
const messages = readMessages(version);
const structs = readStructs(version);
const packages = new Map<string, string[]>();
for (const name of reachable(documents).toSorted()) {
  const [, folderName = '', folderVersion = '', type = ''] = /(\w+)\.(v\w+)\.(\w+)$/.exec(name) ?? [];
  const lines = packages.get(`${folderName}.${folderVersion}`) ?? [];
  lines.push(lineOf({name, type, documents, messages, structs}));
  packages.set(`${folderName}.${folderVersion}`, lines);
}
mkdirSync(folder, {recursive: true});
for (const [name, lines] of packages) {
  const constant = name.replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
  const head = `/** Fields of the API of Kubernetes (Apache-2.0), written by scripts/kube-schema.ts; do not edit. Form: ../table.ts. */\nexport const ${constant} = `;
  writeFileSync(`${folder}${name.replace('.', '-')}.ts`, `${head}\`\n${lines.join('\n')}\n\`;\n`);
}
process.stdout.write(`${[...packages].map(([name, lines]) => `${name}: ${lines.length}`).join('\n')}\n`);
