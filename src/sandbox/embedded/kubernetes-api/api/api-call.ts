import type {ByteStream} from '../../bytes/pipe.ts';
import type {KubeletApi} from '../kubelet-api.ts';
import type {KubeObject} from '../object.ts';
import type {ApiState, Target} from '../objects/state.ts';
import type {OpenApi} from '../openapi/openapi.ts';
import type {Resource} from '../resources/resource.ts';
import type {Schema} from '../schema/field.ts';
import type {Format} from './accept.ts';
import type {KubeRequest} from './request.ts';

/** What stands behind the HTTP API. */
export interface Backend {
  readonly state: ApiState;
  readonly schema: Schema;
  readonly openApi: OpenApi;
  readonly kubeletOf: (node: string) => KubeletApi | undefined;
  /** Connects to a Pod, for the proxy; undefined where there is no network. */
  readonly dial:
    | ((to: {readonly address: string; readonly port: number}, signal: AbortSignal) => Promise<ByteStream>)
    | undefined;
  /** `172.18.0.2:6443` */
  readonly serverAddress: string;
}

/** A call of a resource, with what it is about. */
export interface ApiCall {
  readonly backend: Backend;
  readonly request: KubeRequest;
  /** As the path asks for it, which may be another version than is stored. */
  readonly asked: Resource;
  /** `resource` is the stored version; `name` is '' for a collection. */
  readonly target: Target;
  readonly subresource: string;
  /** What follows the subresource in the path. */
  readonly rest: readonly string[];
  readonly format: Format;
}

/** A stored object in the version that was asked for. */
export function shown({asked}: Pick<ApiCall, 'asked'>, object: KubeObject): KubeObject {
  return asked.view ? asked.view.fromStored(object) : object;
}
