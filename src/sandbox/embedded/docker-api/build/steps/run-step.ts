import type {OutputListener} from '../../../runtime/container/output.ts';
import {ApiRefusal} from '../../api/refusal.ts';
import type {DockerContainer} from '../../containers/docker-container.ts';
import {storeOf} from '../../containers/query.ts';
import type {ContainerConfig} from '../../images/image.ts';
import {type Build, commit, fromCache, StepFailure, topOf} from '../build.ts';
import type {BuildArgs} from '../build-args.ts';
import type {OrderOf} from '../dockerfile/instruction.ts';
import type {StageState} from '../stage-state.ts';
import {stepLayer} from '../step-layer.ts';
import {needsBuildKit} from './needs-buildkit.ts';
import {resolveCommand} from './setting-steps.ts';

/** RUN: what a command leaves behind in a container becomes a layer. */
export async function runStep(build: Build, state: StageState, order: OrderOf<'run'>): Promise<void> {
  if (order.mounts) throw needsBuildKit('mount');
  const {config} = state;
  const command = resolveCommand(order.command, config);
  const args = state.args.lines(config.Env ?? []);
  const known: ContainerConfig = {
    ...config,
    Cmd: args.length > 0 ? [...knownArgs(state.args, args), ...command] : command,
    ...(command.length > 0 || args.length > 0 ? {Entrypoint: undefined} : {}),
  };
  if (await fromCache(build, state, known)) return;
  const {id, container, layer} = await build.containers.create(state.image, {
    ...known,
    Cmd: command,
    Env: [...(config.Env ?? []), ...args],
    // An empty word keeps the image's own entry point out; without a command that runs as the image says.
    ...(command.length > 0 ? {Entrypoint: ['']} : {}),
    Healthcheck: {Test: ['NONE']},
  });
  if (!container) throw nothingToRun(command);
  const code = await run(build, container);
  if (code !== 0) throw new StepFailure(`The command '${command.join(' ')}' returned a non-zero code: ${code}`, code);
  await commit(build, state, {
    layer: stepLayer(layer, topOf(state.image)),
    container: id,
    containerConfig: known,
  });
}

/** Runs a container to its end, giving what it writes to the client. Rejects when the client is gone; then so is it. */
async function run(build: Build, container: DockerContainer): Promise<number> {
  const {output, signal, daemon} = build;
  const listener: OutputListener = {
    write: (stream, bytes) => output.written(stream, bytes),
    end: () => {},
  };
  container.output.listen(listener);
  container.tell('attach');
  const ended = container.life.wait('next-exit', signal);
  // It is only waited for when it starts.
  ended.catch(() => {});
  try {
    await container.life.start();
    return await ended;
  } catch (error) {
    if (!signal.aborted) throw error;
    await storeOf(daemon).remove(container, {force: true, volumes: true});
    throw new ApiRefusal(500, 'Build cancelled');
  }
}

/** The arguments a command can see are part of what it is known by, behind their number. */
function knownArgs(args: BuildArgs, lines: readonly string[]): readonly string[] {
  const shown = lines.filter((line) => args.isShown(line.split('=', 1)[0] ?? '')).sort();
  return [`|${shown.length}`, ...shown];
}

function nothingToRun([program = '']: readonly string[]): ApiRefusal {
  const why = program.includes('/')
    ? `stat ${program}: no such file or directory`
    : 'executable file not found in $PATH';
  return new ApiRefusal(
    400,
    'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: ' +
      `unable to start container process: exec: ${JSON.stringify(program)}: ${why}: unknown`,
  );
}
