import {collectText} from '../../bytes.ts';
import type {Kubectl} from '../app.ts';
import type {ApiResource} from '../client/api-resource.ts';
import {errorOf} from '../errors.ts';
import {isObject, type Json, metaOf, objects, text} from '../json.ts';
import {readDocuments} from '../yaml-reading.ts';
import type {ManifestTarget} from './target.ts';

/** Which manifests a command was given. */
export interface ManifestSource {
  /** Paths of files and folders; `-` is stdin. */
  readonly filenames: readonly string[];
  /** The folder of `-k`; '' when it was not given. */
  readonly kustomize: string;
  readonly recursive: boolean;
}

/** One object of a file, before anything is known of its kind. */
export interface ManifestObject {
  readonly object: Json;
  readonly source: string;
}

const extensions = /\.(json|yaml|yml)$/;

/** The objects of all files that were named, lists taken apart. Throws in kubectl's words. */
export async function readManifests(kubectl: Kubectl, source: ManifestSource): Promise<readonly ManifestObject[]> {
  const {filenames, kustomize, recursive} = source;
  if (kustomize !== '') return kustomized(kubectl, source);
  const read: ManifestObject[] = [];
  for (const filename of filenames) {
    if (/^https?:\/\//.test(filename)) {
      throw new Error(
        `this kubectl reads files and standard input, not ${filename}; fetch it first: curl -LO ${filename}`,
      );
    }
    if (filename === '-') read.push(...objectsIn(await collectText(kubectl.context.stdin), 'STDIN'));
    else
      for (const path of await filesAt(kubectl, filename, recursive))
        read.push(...(await objectsOfFile(kubectl, path)));
  }
  return read;
}

async function kustomized(
  kubectl: Kubectl,
  {filenames, kustomize}: ManifestSource,
): Promise<readonly ManifestObject[]> {
  if (filenames.length > 0) throw new Error('only one of -f or -k can be specified');
  const {buildKustomization} = await import('../kustomize/build.ts');
  return (await buildKustomization(kubectl.context, kustomize)).map((object) => ({object, source: kustomize}));
}

async function filesAt({context: {files}}: Kubectl, path: string, recursive: boolean): Promise<readonly string[]> {
  const stat = await files.stat(path, {follow: true});
  if (stat === undefined) throw new Error(`the path ${JSON.stringify(path)} does not exist`);
  if (stat.kind !== 'folder') return [path];
  const found: string[] = [];
  const walk = async (folder: string) => {
    for (const name of await files.list(folder)) {
      const inner = `${folder.replace(/\/+$/, '')}/${name}`;
      if ((await files.stat(inner, {follow: true}))?.kind === 'folder') {
        if (recursive) await walk(inner);
      } else if (extensions.test(name)) found.push(inner);
    }
  };
  await walk(path);
  if (found.length === 0) throw new Error(`error reading [${path}]: recognized file extensions are [.json .yaml .yml]`);
  return found;
}

async function objectsOfFile({context}: Kubectl, path: string): Promise<readonly ManifestObject[]> {
  return objectsIn(await collectText(context.files.read(path)), path);
}

function objectsIn(content: string, source: string): readonly ManifestObject[] {
  let documents: readonly unknown[];
  try {
    documents = readDocuments(content);
  } catch (error) {
    throw new Error(`error parsing ${source}: ${errorOf(error).message}`);
  }
  return documents.flatMap((document) => takeApart(document, source));
}

/** The objects themselves; those of a List, whatever its kind. */
function takeApart(document: unknown, source: string): readonly ManifestObject[] {
  if (!isObject(document)) {
    throw new Error(
      `unable to decode ${JSON.stringify(source)}: json: cannot unmarshal ${typeof document} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
    );
  }
  const kind = text(document['kind']);
  if (kind === '')
    throw new Error(
      `unable to decode ${JSON.stringify(source)}: Object 'Kind' is missing in '${JSON.stringify(document)}'`,
    );
  if (text(document['apiVersion']) === '') {
    throw new Error(
      `unable to decode ${JSON.stringify(source)}: Object 'apiVersion' is missing in '${JSON.stringify(document)}'`,
    );
  }
  if (kind.endsWith('List') && Array.isArray(document['items'])) {
    return objects(document['items']).flatMap((item) => takeApart(item, source));
  }
  return [{object: document, source}];
}

/** The resource and the namespace of each; throws for a kind that the server does not have. */
export async function manifestTargets(
  kubectl: Kubectl,
  manifests: readonly ManifestObject[],
): Promise<readonly ManifestTarget[]> {
  const config = await kubectl.clientConfig();
  const targets: ManifestTarget[] = [];
  for (const {object, source} of manifests) {
    const resource = await resourceOf(kubectl, {object, source});
    const {name, namespace: own} = metaOf(object);
    if (resource.namespaced && own !== '' && config.namespaceGiven && own !== config.namespace) {
      throw new Error(
        `the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(config.namespace)}. You must pass '--namespace=${own}' to perform this operation.`,
      );
    }
    const namespace = resource.namespaced ? own || config.namespace : '';
    targets.push({kind: 'manifest', resource, namespace, name, object, source});
  }
  return targets;
}

async function resourceOf({discovery}: Kubectl, {object, source}: ManifestObject): Promise<ApiResource> {
  try {
    return await discovery.ofKind(text(object['apiVersion']), text(object['kind']));
  } catch (error) {
    const said = errorOf(error).message;
    if (!said.startsWith('no matches for kind')) throw error;
    const {name, namespace} = metaOf(object);
    throw new Error(
      `resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(namespace)} from ${JSON.stringify(source)}: ${said}\nensure CRDs are installed first`,
    );
  }
}
