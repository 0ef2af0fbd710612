import type {LogEntry} from '../../runtime/container/log-segment.ts';
import type {OutputStream} from '../../runtime/container/output.ts';
import type {ApiRequest, ApiResponse} from '../api/http.ts';
import {empty} from '../api/http.ts';
import {conflict, notSimulated} from '../api/refusal.ts';
import type {Handler, Route} from '../api/route.ts';
import {Attachment} from './attachment.ts';
import {parseDetachKeys} from './detach-keys.ts';
import type {DockerContainer} from './docker-container.ts';
import {isSet, storeOf, terminalSize} from './query.ts';
import {streamType} from './stream-type.ts';

/** Listens from here on, before the client is told anything: it starts the container next. */
const attach: Handler = ({daemon, request, params: {id = ''}}): ApiResponse => {
  const container = storeOf(daemon).require(id);
  const {query} = request;
  const {state, name, id: fullId, config} = container;
  if (state.paused) throw conflict(`Container ${name} is paused, unpause the container before attach.`);
  if (state.restarting)
    throw conflict(`Container ${fullId} is restarting, wait until the container is running before attach.`);
  const wanted = (['stdout', 'stderr'] as const).filter((stream) => isSet(query, stream));
  const streams = isSet(query, 'stream');
  // Taken now: what is written from here on comes by the attachment.
  const past = isSet(query, 'logs') ? pastOf(container, wanted) : [];
  const attachment = attachmentOf(container, request, streams ? wanted : []);
  container.tell('attach');
  return {
    kind: 'hijack',
    type: streamType(config.Tty, request.version),
    async run(stream) {
      for (const {stream: name, bytes} of past) await attachment.tell(name, bytes);
      if (!streams) attachment.end();
      await attachment.run(stream);
    },
  };
};

function attachmentOf(
  container: DockerContainer,
  {query, signal}: ApiRequest,
  wanted: readonly OutputStream[],
): Attachment {
  const {config, life, output} = container;
  return new Attachment({
    output,
    wanted,
    input: isSet(query, 'stdin') ? life.input?.writer : undefined,
    closesInput: config.StdinOnce,
    terminal: config.Tty,
    detachKeys: parseDetachKeys(query.get('detachKeys') ?? ''),
    signal,
    onDetach: () => container.tell('detach'),
  });
}

/** What it wrote before somebody attached. */
function pastOf({log}: DockerContainer, wanted: readonly OutputStream[]): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  const at = log.position();
  for (let entry = log.next(at); entry; entry = log.next(at)) if (wanted.includes(entry.stream)) entries.push(entry);
  return entries;
}

const resize: Handler = ({daemon, request, params: {id = ''}}) => {
  const {rows, columns} = terminalSize(request.query);
  const {id: fullId, run} = storeOf(daemon).require(id);
  if (!run) throw conflict(`Container ${fullId} is not running`);
  run.streams.terminal?.resize(columns, rows);
  return empty(200);
};

const webSocket: Handler = ({daemon, params: {id = ''}}) => {
  storeOf(daemon).require(id);
  throw notSimulated('attaching over a WebSocket (attach/ws)');
};

/** A client's terminal at a container's. */
export const attachRoutes: readonly Route[] = [
  // @api POST /containers/{id}/attach full
  {method: 'POST', path: '/containers/{id}/attach', handler: attach},
  // @api POST /containers/{id}/resize full
  {method: 'POST', path: '/containers/{id}/resize', handler: resize},
  // @api GET /containers/{id}/attach/ws partial: answers 501
  {method: 'GET', path: '/containers/{id}/attach/ws', handler: webSocket},
];
