import {type Json, object, objects, sortedTexts, text} from '../json.ts';

/** A Pod template in words, as `rollout history --revision` shows it. */
export function templateText(template: Json): string {
  const spec = object(template['spec']);
  const labels = sortedTexts(object(template['metadata'])['labels']).map(([key, value]) => `${key}=${value}`);
  const account = text(spec['serviceAccountName']);
  const containers = (heading: string, key: string) => {
    const all = objects(spec[key]);
    return all.length === 0 ? [] : [`  ${heading}:`, ...all.flatMap(containerLines)];
  };
  const volumes = objects(spec['volumes']);
  return [
    'Pod Template:',
    `  Labels:\t${labels.length === 0 ? '<none>' : labels.join('\n\t')}`,
    ...(account === '' ? [] : [`  Service Account:\t${account}`]),
    ...containers('Init Containers', 'initContainers'),
    ...containers('Containers', 'containers'),
    ...(volumes.length === 0 ? ['  Volumes:\t<none>'] : ['  Volumes:', ...volumes.flatMap(volumeLines)]),
    `  Node-Selectors:\t${
      sortedTexts(spec['nodeSelector'])
        .map(([key, value]) => `${key}=${value}`)
        .join('\n\t') || '<none>'
    }`,
    `  Tolerations:\t${objects(spec['tolerations']).map(tolerationText).join('\n\t') || '<none>'}`,
    '',
  ].join('\n');
}

function containerLines(container: Json): readonly string[] {
  const ports = objects(container['ports']);
  const list = (key: string) =>
    ports.map((port) => `${Number(port[key] ?? 0)}/${text(port['protocol']) || 'TCP'}`).join(', ') || '<none>';
  const words = (heading: string, key: string) => {
    const all = Array.isArray(container[key]) ? container[key] : [];
    return all.length === 0 ? [] : [`    ${heading}:`, ...all.map((word) => `      ${String(word)}`)];
  };
  const resources = object(container['resources']);
  const amounts = (heading: string, key: string) => {
    const all = sortedTexts(resources[key]);
    return all.length === 0 ? [] : [`    ${heading}:`, ...all.map(([name, amount]) => `      ${name}:\t${amount}`)];
  };
  const env = objects(container['env']).map((one) => `      ${text(one['name'])}:\t${text(one['value'])}`);
  const mounts = objects(container['volumeMounts']).map(
    (one) => `      ${text(one['mountPath'])} from ${text(one['name'])} (${one['readOnly'] === true ? 'ro' : 'rw'})`,
  );
  return [
    `   ${text(container['name'])}:`,
    `    Image:\t${text(container['image'])}`,
    `    Port${ports.length > 1 ? 's' : ''}:\t${list('containerPort')}`,
    `    Host Port${ports.length > 1 ? 's' : ''}:\t${list('hostPort')}`,
    ...words('Command', 'command'),
    ...words('Args', 'args'),
    ...amounts('Limits', 'limits'),
    ...amounts('Requests', 'requests'),
    ...(env.length === 0 ? ['    Environment:\t<none>'] : ['    Environment:', ...env]),
    ...(mounts.length === 0 ? ['    Mounts:\t<none>'] : ['    Mounts:', ...mounts]),
  ];
}

function volumeLines(volume: Json): readonly string[] {
  const {name, ...source} = volume;
  const [kind = ''] = Object.keys(source);
  const fields = Object.entries(object(source[kind])).filter(([, value]) => typeof value !== 'object');
  return [
    `   ${text(name)}:`,
    `    Type:\t${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
    ...fields.map(([key, value]) => `    ${key.charAt(0).toUpperCase()}${key.slice(1)}:\t${String(value)}`),
  ];
}

function tolerationText(toleration: Json): string {
  const [key, value, effect] = [text(toleration['key']), text(toleration['value']), text(toleration['effect'])];
  const seconds = toleration['tolerationSeconds'];
  const exists = toleration['operator'] === 'Exists' ? ' op=Exists' : '';
  const pair = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
  return `${pair}${exists}${seconds === undefined ? '' : ` for ${String(seconds)}s`}`;
}
