import {Pipe} from '../../bytes/pipe.ts';
import type {WriteOutput} from '../../runtime/container/container-io.ts';
import type {Process} from '../../runtime/process/process.ts';
import {StartFault} from '../containers/container-spec.ts';
import {CrictlFailure, type CrictlVerb, requireContainer} from './crictl-run.ts';

/** `crictl exec` */
export const execIn: CrictlVerb = async (run) => {
  const {process, flags, names} = run;
  const [id = '', ...argv] = names;
  if (argv.length === 0) throw new CrictlFailure('exec command cannot be empty');
  const container = requireContainer(run, id);
  const input = flags.has('i') || flags.has('stdin') ? new Pipe() : undefined;
  const write: WriteOutput = (stream, bytes) => process.write(stream === 'stderr' ? 2 : 1, bytes);
  try {
    const exec = container.exec({argv, tty: flags.has('t') || flags.has('tty'), input, write});
    process.signal.addEventListener('abort', () => exec.process.kill('SIGKILL', 'outside'), {once: true});
    if (input) void carryInput(process, input).catch(() => input.writer.close());
    const {code} = await process.wait(exec.ended);
    if (code !== 0) throw new CrictlFailure(`execing command in container: command terminated with exit code ${code}`);
  } catch (error) {
    if (!(error instanceof StartFault)) throw error;
    throw new CrictlFailure(
      `execing command in container: rpc error: code = Unknown desc = failed to exec in container: ${error.message}`,
    );
  }
};

async function carryInput(process: Process, {writer}: Pipe): Promise<void> {
  for (let bytes = await process.read(0); bytes; bytes = await process.read(0)) await writer.write(bytes);
  writer.close();
}
