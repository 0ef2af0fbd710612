import {isObject, type Json, number, object, text} from '../../json.ts';
import {goTexts, hostPort, plain} from '../words.ts';

/** A probe in one line: `http-get http://:80/ delay=0s timeout=1s period=10s #success=1 #failure=3`. */
export function probeText(probe: Json): string {
  const of = (field: string) => number(probe[field]);
  const pace = `delay=${of('initialDelaySeconds')}s timeout=${of('timeoutSeconds')}s period=${of('periodSeconds')}s #success=${of('successThreshold')} #failure=${of('failureThreshold')}`;
  return `${actionText(probe)} ${pace}`;
}

function actionText({exec, httpGet, tcpSocket, grpc}: Json): string {
  if (isObject(exec)) return `exec ${goTexts(exec['command'])}`;
  if (isObject(httpGet)) return `http-get ${urlText(httpGet)}`;
  if (isObject(tcpSocket)) return `tcp-socket ${text(tcpSocket['host'])}:${plain(tcpSocket['port'])}`;
  if (isObject(grpc)) return `grpc <pod>:${number(grpc['port'])} ${text(object(grpc)['service'])}`;
  return 'unknown';
}

function urlText(httpGet: Json): string {
  const path = encodeURI(text(httpGet['path'])).replaceAll(
    /[!'()*#?]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const rooted = path === '' || path.startsWith('/') ? path : `/${path}`;
  return `${text(httpGet['scheme']).toLowerCase()}://${hostPort(text(httpGet['host']), plain(httpGet['port']))}${rooted}`;
}
