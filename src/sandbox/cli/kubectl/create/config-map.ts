import {encodeBase64} from '../../bytes.ts';
import {createCommand} from './generator.ts';
import {keyFlags, keysOf} from './key-files.ts';

export const createConfigMap = createCommand({
  usage: 'NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a config map from a local file, directory or literal value',
  examples: `# Create a config map with two keys
kubectl create configmap my-config --from-literal=key1=config1 --from-literal=key2=config2

# Create a config map of the files in a folder
kubectl create configmap my-config --from-file=path/to/bar`,
  flags: Object.values(keyFlags),
  failure: 'configmap',
  async make(call, name) {
    const keys = [...(await keysOf(call))];
    const read = keys.map(([key, bytes]) => ({key, bytes, said: utf8(bytes)}));
    const plain = read.flatMap(({key, said}) => (said === undefined ? [] : [[key, said] as const]));
    const binary = read.flatMap(({key, bytes, said}) =>
      said === undefined ? [[key, encodeBase64(bytes)] as const] : [],
    );
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name},
      ...(plain.length === 0 ? {} : {data: Object.fromEntries(plain)}),
      ...(binary.length === 0 ? {} : {binaryData: Object.fromEntries(binary)}),
    };
  },
});

/** Undefined for what is no text. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
  } catch {
    return undefined;
  }
}
