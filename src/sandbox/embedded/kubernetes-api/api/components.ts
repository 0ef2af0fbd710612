import {notFound} from '../refusal.ts';
import {formatOf} from './accept.ts';
import type {Backend} from './api-call.ts';
import type {Place} from './path.ts';
import type {KubeRequest, KubeResponse} from './request.ts';

const names = ['controller-manager', 'scheduler', 'etcd-0'] as const;

const columns = [
  {name: 'Name', type: 'string', format: 'name', description: '', priority: 0},
  {name: 'Status', type: 'string', format: '', description: '', priority: 0},
  {name: 'Message', type: 'string', format: '', description: '', priority: 0},
  {name: 'Error', type: 'string', format: '', description: '', priority: 0},
];

const warning = '299 - "v1 ComponentStatus is deprecated in v1.19+"';

/** `componentstatuses`, which say of a cluster's parts that they are well. */
export function answerComponents(
  _backend: Backend,
  {headers}: KubeRequest,
  {name}: Extract<Place, {kind: 'resource'}>,
): KubeResponse {
  const found = names.filter((one) => name === undefined || one === name);
  if (name !== undefined && found.length === 0) throw notFound({group: '', plural: 'componentstatuses'}, name);
  const {as, version} = formatOf(headers.get('accept'));
  if (as === 'table') return json({kind: 'Table', apiVersion: `meta.k8s.io/${version}`, ...table(found)});
  const [only] = found;
  if (name !== undefined && only) return json({kind: 'ComponentStatus', apiVersion: 'v1', ...componentOf(only)});
  return json({kind: 'ComponentStatusList', apiVersion: 'v1', metadata: {}, items: found.map(componentOf)});
}

function table(found: readonly string[]): {readonly [field: string]: unknown} {
  return {
    metadata: {},
    columnDefinitions: columns,
    rows: found.map((name) => ({
      cells: [name, 'Healthy', 'ok', ''],
      object: {kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: {name}},
    })),
  };
}

function componentOf(name: string): {readonly [field: string]: unknown} {
  return {metadata: {name}, conditions: [{type: 'Healthy', status: 'True', message: 'ok'}]};
}

function json(body: unknown): KubeResponse {
  return {kind: 'json', status: 200, body, headers: {warning}};
}
