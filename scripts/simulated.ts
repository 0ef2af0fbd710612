/** Writes docs/simulated.md, and its summary into both READMEs, from the sources of the embedded engine. */
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {customResourceDefinition} from '../src/sandbox/embedded/kubernetes-api/custom/definition.ts';
import {createResources} from '../src/sandbox/embedded/kubernetes-api/resources/index.ts';
import {apiVersionOf} from '../src/sandbox/embedded/kubernetes-api/resources/resource.ts';
import {catalogue} from '../src/sandbox/embedded/runtime/images/catalogue.ts';
import {appletNames} from '../src/sandbox/embedded/runtime/programs/busybox.ts';

/** One `@api` line of a route. */
export interface ApiLine {
  readonly method: string;
  readonly path: string;
  /** '' when it does all Docker does. */
  readonly missing: string;
}

const root = new URL('..', import.meta.url);

/** Every `@api` line of the embedded engine, by path. Throws with the place of one that is malformed. */
export function apiLines(): readonly ApiLine[] {
  const lines = marked('src/sandbox/embedded/docker-api/', ({line, file}) => {
    const [, method, path, state, missing = ''] = /^\/\/ @api ([A-Z]+) (\S+) (full|partial: (.+))$/.exec(line) ?? [];
    if (method === undefined || path === undefined || state === undefined) throw new Error(`${file}: ${line}`);
    return {method, path, missing};
  });
  return lines.toSorted((one, other) => compare(one.path, other.path) || compare(one.method, other.method));
}

/** What a kind of Kubernetes leaves out, by kind, as its `@api` line says. Throws with the place of one that is malformed. */
export function kindLines(): ReadonlyMap<string, string> {
  return new Map(
    marked('src/sandbox/embedded/kubernetes-api/', ({line, file}) => {
      const [, kind, missing] = /^\/\/ @api ([A-Z][A-Za-z]+) partial: (.+)$/.exec(line) ?? [];
      if (kind === undefined || missing === undefined) throw new Error(`${file}: ${line}`);
      return [kind, missing] as const;
    }),
  );
}

function marked<T>(path: string, parse: (found: {readonly line: string; readonly file: string}) => T): readonly T[] {
  const folder = new URL(path, root);
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((name) => name.endsWith('.ts'));
  return files.flatMap((file) =>
    readFileSync(new URL(file, folder), 'utf8')
      .split('\n')
      .filter((line) => /^\s*\/\/ @api /.test(line))
      .map((line) => parse({line: line.trim(), file})),
  );
}

/** The kinds the embedded API server keeps, those of a definition of the learner's apart. */
export function kinds(): readonly {readonly kind: string; readonly version: string; readonly missing: string}[] {
  const missing = kindLines();
  return [...createResources(), customResourceDefinition].map((resource) => ({
    kind: resource.kind,
    version: apiVersionOf(resource),
    missing: missing.get(resource.kind) ?? '',
  }));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

const beginMark = '<!-- simulated: written by npx tsx scripts/simulated.ts -->';
const endMark = '<!-- /simulated -->';

/** What the files should hold, by path from the root. */
export function simulatedTexts(): ReadonlyMap<string, string> {
  const lines = apiLines();
  const images = catalogue.map(({names, description = ''}) => ({name: names[0] ?? '', tags: names, description}));
  const full = lines.filter(({missing}) => missing === '').length;
  const kept = kinds();
  const whole = kept.filter(({missing}) => missing === '').length;
  // What runs inside of a cluster's nodes alone is in the whole list.
  const inNodes = /^(registry\.k8s\.io|docker\.io)\//;
  const names = [...new Set(images.map(({name}) => name.split(':')[0] ?? ''))].filter((name) => !inNodes.test(name));
  const summary = {
    'README.md':
      `| of the embedded engine | there is |\n|---|---|\n` +
      `| calls of the Docker Engine API | ${lines.length}, ${full} of them whole; the others say what they leave out |\n` +
      `| kinds of the Kubernetes API | ${kept.length}, ${whole} of them whole; the others say what they leave out |\n` +
      `| images to pull | ${names.join(', ')} |\n| commands in their busybox | ${appletNames().length}, and a shell |\n`,
    'README.zh.md':
      `| 内置引擎 | 有什么 |\n|---|---|\n` +
      `| Docker Engine API 的调用 | ${lines.length} 个，其中 ${full} 个完整；其余的写明缺什么 |\n` +
      `| Kubernetes API 的对象种类 | ${kept.length} 种，其中 ${whole} 种完整；其余的写明缺什么 |\n` +
      `| 可以拉取的镜像 | ${names.join('、')} |\n| busybox 里的命令 | ${appletNames().length} 个，外加一个 shell |\n`,
  };
  const text = `# What the embedded engine simulates

Written by \`npx tsx scripts/simulated.ts\` from the engine's sources; do not edit. What is in no table is answered with
\`501\` or \`404\` and a sentence, never with something made up.

## Calls of the Docker Engine API

| call | as Docker's, but for |
|---|---|
${lines.map(({method, path, missing}) => `| \`${method} ${path}\` | ${missing} |`).join('\n')}

## Kinds of the Kubernetes API

The API server speaks version 1.34: discovery, OpenAPI v3, tables, watches, all four kinds of patches, dry runs, RBAC. Beside it run
etcd, the scheduler, the controller manager, a kubelet on each node, kube-proxy and CoreDNS, made as \`kind\` makes them.

| kind | version | as upstream's, but for |
|---|---|---|
${kept.map(({kind, version, missing}) => `| \`${kind}\` | \`${version}\` | ${missing} |`).join('\n')}

## Images

| image | other names | about |
|---|---|---|
${images
  .map(
    ({name, tags, description}) =>
      `| \`${name}\` | ${tags
        .slice(1)
        .map((tag) => `\`${tag.split(':').at(-1)}\``)
        .join(' ')} | ${description} |`,
  )
  .join('\n')}

## Commands of busybox

${appletNames().toSorted().join(' ')}
`;
  const readmes = Object.entries(summary).map(([name, table]): [string, string] => {
    const [before, rest] = readFileSync(new URL(name, root), 'utf8').split(beginMark);
    const after = rest?.split(endMark)[1];
    if (before === undefined || after === undefined) throw new Error(`${name} has no ${beginMark}`);
    return [name, `${before}${beginMark}\n${table}${endMark}${after}`];
  });
  return new Map([['docs/simulated.md', text], ...readmes]);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [name, text] of simulatedTexts()) writeFileSync(new URL(name, root), text);
