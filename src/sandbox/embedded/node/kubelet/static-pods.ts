import {parse} from 'yaml';
import {encode, hex} from '../../bytes/bytes.ts';
import {type Draft, freeze} from '../../kubernetes-api/object.ts';
import {pod as podResource} from '../../kubernetes-api/resources/core/pod.ts';
import {at, fieldsOf, listOf, textOf, textsOf} from '../../kubernetes-api/values/reading.ts';
import type {Files} from '../../runtime/fs/files.ts';
import {rootFiles} from '../../runtime/fs/root-files.ts';
import {isSystemError} from '../../system-error.ts';
import {nanoTime} from '../containers/cri-log.ts';
import type {Node} from '../node.ts';
import {hashAnnotation, type KubePod, seenAnnotation, sourceAnnotation} from './pod.ts';

/** Every `.yaml` of kubectl's is looked at; what begins with a dot is not. */
const hidden = /^\./;

interface ReadFile {
  /** Changes when the file does. */
  readonly mark: string;
  readonly pod: KubePod | undefined;
}

/**
 * The Pods a node starts by itself, from the files of a folder.
 * https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/
 */
export class StaticPods {
  readonly #node: Node;
  readonly #folder: string;
  readonly #files: Files;
  readonly #say: (line: string) => void;
  #read: ReadonlyMap<string, ReadFile> = new Map();

  constructor(node: Node, folder: string, say: (line: string) => void) {
    this.#node = node;
    this.#folder = folder;
    this.#files = rootFiles(node.mounts, node.kernel.clock.now);
    this.#say = say;
  }

  /** Looks at the folder; gives the Pods in it when something is another than before. */
  look(): readonly KubePod[] | undefined {
    const found = new Map<string, ReadFile>();
    let isChanged = false;
    for (const name of this.#names()) {
      const known = this.#read.get(name);
      const mark = this.#mark(name);
      if (mark === undefined) continue;
      isChanged ||= known?.mark !== mark;
      found.set(name, known?.mark === mark ? known : {mark, pod: this.#readPod(name)});
    }
    isChanged ||= found.size !== this.#read.size;
    this.#read = found;
    return isChanged ? [...found.values()].flatMap(({pod}) => (pod ? [pod] : [])) : undefined;
  }

  #names(): readonly string[] {
    try {
      return this.#files.list(this.#folder).filter((name) => !hidden.test(name));
    } catch (error) {
      if (isSystemError(error)) return [];
      throw error;
    }
  }

  #mark(name: string): string | undefined {
    const stat = this.#files.stat(`${this.#folder}/${name}`);
    return stat?.kind === 'file' ? `${stat.modifiedMs}/${stat.size}` : undefined;
  }

  #readPod(name: string): KubePod | undefined {
    const path = `${this.#folder}/${name}`;
    try {
      return this.#podOf(this.#files.readText(path));
    } catch (error) {
      const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
      this.#say(
        `"Could not process manifest file" err="${path}: couldn't parse as pod(${why}), please check config file"`,
      );
      return undefined;
    }
  }

  /** Throws an Error that says what is wrong with it. */
  #podOf(text: string): KubePod {
    const manifest: unknown = parse(text);
    const {apiVersion, kind, metadata, spec} = fieldsOf(manifest);
    const name = textOf(at(metadata, 'name'));
    if (apiVersion !== 'v1' || kind !== 'Pod' || name === '') throw new Error(`no kind "${textOf(kind)}" is a Pod`);
    const {clock, outside} = this.#node.kernel;
    const hash = outside.sha256();
    hash.update(encode(`${this.#node.name} ${JSON.stringify(manifest)}`));
    const uid = hex(hash.digest()).slice(0, 32);
    const tolerations = [...listOf(at(spec, 'tolerations')), {effect: 'NoExecute', operator: 'Exists'}];
    const draft: Draft = {
      ...fieldsOf(manifest),
      metadata: {
        name: `${name}-${this.#node.name}`,
        namespace: textOf(at(metadata, 'namespace')) || 'default',
        uid,
        labels: textsOf(at(metadata, 'labels')),
        annotations: {
          ...textsOf(at(metadata, 'annotations')),
          [hashAnnotation]: uid,
          [seenAnnotation]: nanoTime(clock.now()),
          [sourceAnnotation]: 'file',
        },
      },
      spec: {...fieldsOf(spec), nodeName: this.#node.name, tolerations},
    };
    return freeze((podResource.strategy.defaults?.(draft) ?? draft) as KubePod);
  }
}
