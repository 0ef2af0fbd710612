import {z} from 'zod';
import {base64, encode} from '../../bytes/bytes.ts';
import {type ApiRequest, type ApiResponse, empty, json} from '../api/http.ts';
import {badRequest, conflict, notFound} from '../api/refusal.ts';
import type {Handler, Route} from '../api/route.ts';
import {Attachment} from './attachment.ts';
import {parseDetachKeys} from './detach-keys.ts';
import {Exec, type ExecStart, execFailure, runningOf} from './exec.ts';
import {flag, goStruct, parseGo, readJson, text, texts} from './go-json.ts';
import {storeOf, terminalSize} from './query.ts';
import {streamType} from './stream-type.ts';

const consoleSize = z.tuple([z.number().int(), z.number().int()]).default([0, 0]);

const createSchema = goStruct({
  User: text,
  Privileged: flag,
  Tty: flag,
  ConsoleSize: consoleSize,
  AttachStdin: flag,
  AttachStderr: flag,
  AttachStdout: flag,
  DetachKeys: text,
  Env: texts,
  WorkingDir: text,
  Cmd: texts,
});

const startSchema = goStruct({Detach: flag, Tty: z.boolean().exactOptional(), ConsoleSize: consoleSize});

const create: Handler = async ({daemon, request, params: {id = ''}}) => {
  const store = storeOf(daemon);
  const container = store.require(id);
  const body = await readJson(request);
  if (body === undefined) throw badRequest('invalid JSON: got EOF while reading request body');
  const asked = parseGo('ExecConfig', createSchema, body);
  const argv = asked.Cmd ?? [];
  if (argv.length === 0) throw badRequest('No exec command specified');
  runningOf(container);
  if (asked.DetachKeys !== '') parseDetachKeys(asked.DetachKeys);
  const exec = new Exec(container, container.simulatedHost.newId(), {
    argv,
    env: asked.Env ?? [],
    folder: asked.WorkingDir,
    user: asked.User,
    stdin: asked.AttachStdin,
    stdout: asked.AttachStdout,
    stderr: asked.AttachStderr,
    privileged: asked.Privileged,
    detachKeys: asked.DetachKeys,
    terminal: asked.Tty,
  });
  store.keepExec(container, exec);
  return json({Id: exec.id}, 201);
};

const start: Handler = async ({daemon, request, params: {id = ''}}): Promise<ApiResponse> => {
  const exec = storeOf(daemon).requireExec(id);
  const body = parseGo('ExecStartConfig', startSchema, (await readJson(request)) ?? {});
  const terminal = body.Tty ?? exec.hasTerminal;
  const [rows, columns] = body.ConsoleSize;
  const options = {terminal, rows, columns, stdin: exec.options.stdin && !body.Detach};
  if (!body.Detach) return hijack(exec, options, request);
  exec.start(options);
  return empty(200);
};

/** The process starts once the connection is the client's: its output must not share a read with the answer's head. */
function hijack(exec: Exec, start: ExecStart, {signal, version}: ApiRequest): ApiResponse {
  const {options} = exec;
  return {
    kind: 'hijack',
    type: streamType(start.terminal, version),
    async run(stream) {
      const wanted = (['stdout', 'stderr'] as const).filter((name) => options[name]);
      let failure: string | undefined;
      const attach = (): Attachment =>
        new Attachment({
          output: exec.output,
          wanted: failure === undefined ? wanted : ['stdout'],
          input: exec.input?.writer,
          closesInput: true,
          terminal: start.terminal,
          detachKeys: parseDetachKeys(options.detachKeys),
          signal,
          onDetach: () => exec.container.tell('exec_detach', {execID: exec.id}),
        });
      try {
        exec.start(start);
      } catch (error) {
        failure = execFailure(error);
      }
      const attachment = attach();
      if (failure !== undefined) {
        await attachment.tell('stdout', encode(failure));
        attachment.end();
      }
      await attachment.run(stream);
    },
  };
}

const inspect: Handler = ({daemon, params: {id = ''}}) => {
  const exec = storeOf(daemon).requireExec(id);
  const {options, container} = exec;
  const [entrypoint = '', ...rest] = options.argv;
  return json({
    ID: exec.id,
    Running: exec.running,
    ExitCode: exec.exitCode ?? null,
    ProcessConfig: {
      tty: exec.hasTerminal,
      entrypoint,
      arguments: rest,
      privileged: options.privileged,
      ...(options.user === '' ? {} : {user: options.user}),
    },
    OpenStdin: options.stdin,
    OpenStderr: options.stderr,
    OpenStdout: options.stdout,
    CanRemove: false,
    ContainerID: container.id,
    DetachKeys: options.detachKeys === '' ? '' : base64(parseDetachKeys(options.detachKeys)),
    Pid: exec.hostPid,
  });
};

const resize: Handler = ({daemon, request, params: {id = ''}}) => {
  const exec = storeOf(daemon).requireExec(id);
  const {rows, columns} = terminalSize(request.query);
  if (exec.exitCode !== undefined) throw notFound('no such exec');
  if (!exec.running) throw conflict(`exec ${id} is not running`);
  exec.terminal?.resize(columns, rows);
  return empty(200);
};

/** More processes in containers. */
export const execRoutes: readonly Route[] = [
  // @api POST /containers/{id}/exec partial: Privileged has no effect
  {method: 'POST', path: '/containers/{id}/exec', handler: create},
  // @api POST /exec/{id}/start full
  {method: 'POST', path: '/exec/{id}/start', handler: start},
  // @api GET /exec/{id}/json full
  {method: 'GET', path: '/exec/{id}/json', handler: inspect},
  // @api POST /exec/{id}/resize full
  {method: 'POST', path: '/exec/{id}/resize', handler: resize},
];
