import {base64, encode} from '../../bytes/bytes.ts';
import {HttpClient} from '../../runtime/http/client.ts';
import {HttpHeaders} from '../../runtime/http/headers.ts';
import {HttpError} from '../../runtime/http/http-error.ts';
import {isSystemError} from '../../system-error.ts';
import {type ApiRequest, type ApiResponse, json} from '../api/http.ts';
import {readBody} from '../api/json-body.ts';
import {ApiRefusal} from '../api/refusal.ts';
import {goStruct, text} from '../containers/go-json.ts';
import type {Daemon} from '../daemon.ts';
import {connectToRegistry} from '../images/registry-host.ts';

const authSchema = goStruct({
  username: text,
  password: text,
  email: text,
  serveraddress: text,
  auth: text,
  identitytoken: text,
  registrytoken: text,
});

/**
 * `docker login`: asks a registry in a container of ours whether it takes the credentials. The registries of the outer
 * world are not asked, and nobody can log in there. Rejects in Docker's words.
 */
export async function serveAuth(daemon: Daemon, request: ApiRequest): Promise<ApiResponse> {
  const {username, password, serveraddress} = await readBody(request, 'AuthConfig', authSchema);
  const registry = serveraddress.replace(/^https?:\/\//, '').replace(/\/.*$/, '') || 'index.docker.io';
  if (daemon.images.hub.knows(registry) || /(^|\.)docker\.(io|com)$/.test(registry))
    throw new ApiRefusal(
      501,
      `Logging in to ${registry} is not simulated: the embedded engine of k8s-learn reaches no registry but those in its ` +
        'own containers, and pulls its images without',
    );
  const status = await askRegistry(daemon, {registry, username, password, signal: request.signal});
  if (status === 200) return json({IdentityToken: '', Status: 'Login Succeeded'});
  if (status === 401)
    throw new ApiRefusal(401, `login attempt to http://${registry}/v2/ failed with status: 401 Unauthorized`);
  throw new ApiRefusal(500, `login attempt to http://${registry}/v2/ failed with status: ${status}`);
}

async function askRegistry(
  daemon: Daemon,
  asked: {
    readonly registry: string;
    readonly username: string;
    readonly password: string;
    readonly signal: AbortSignal;
  },
): Promise<number> {
  const {registry, username, password, signal} = asked;
  const client = new HttpClient(connectToRegistry(daemon, registry).stream, {signal});
  try {
    const headers = new HttpHeaders([
      ['Host', registry],
      ['User-Agent', 'docker (k8s-learn embedded)'],
      ['Authorization', `Basic ${base64(encode(`${username}:${password}`))}`],
    ]);
    const response = await client.request({method: 'GET', target: '/v2/', headers});
    return response.status;
  } catch (error) {
    if (error instanceof HttpError || isSystemError(error))
      throw new ApiRefusal(500, `Get "http://${registry}/v2/": ${error.message}`);
    throw error;
  } finally {
    client.close();
  }
}
