import {SystemError} from '../../system-error.ts';
import type {ApiResponse} from '../api/http.ts';
import {ApiRefusal} from '../api/refusal.ts';
import type {Handler, Route} from '../api/route.ts';
import {chunksOf} from '../images/spool.ts';
import {StepFailure} from './build.ts';
import {buildImage, type ReadyBuild, stagesOf} from './build-image.ts';
import {readBuildOptions} from './build-options.ts';
import {BuildOutput} from './build-output.ts';
import {BuildContext} from './context/build-context.ts';
import {LineFault} from './dockerfile/fault.ts';
import {parseDockerfile} from './dockerfile/parse.ts';

/** Takes everything in before it answers: what is wrong with it is a refusal, what goes wrong later a line. */
const build: Handler = async ({daemon, request}) => {
  const options = readBuildOptions(request);
  const context = await BuildContext.read(chunksOf(request.body, request.signal), daemon.kernel);
  const file = parseDockerfile(context.takeDockerfile(options.dockerfile));
  const stages = stagesOf(file, options);
  return answer({daemon, options, context, file, stages, signal: request.signal});
};

function answer(ready: ReadyBuild): ApiResponse {
  return {
    kind: 'stream',
    status: 200,
    type: 'application/json',
    async write(to) {
      const output = new BuildOutput(to, ready.options.isQuiet);
      try {
        await buildImage(ready, output);
      } catch (error) {
        // Nobody is there to be told.
        if (ready.signal.aborted) return;
        if (!hasWords(error)) throw error;
        await output.failed(error.message, error instanceof StepFailure ? error.code : undefined);
      }
    },
  };
}

/** Whether an error is for the client to read; anything else is a fault of this engine. */
function hasWords(error: unknown): error is Error {
  return [ApiRefusal, SystemError, LineFault, StepFailure].some((kind) => error instanceof kind);
}

/** Building images. */
export const routes: readonly Route[] = [
  // @api POST /build partial: the classic builder; no BuildKit, no remote context, no squash, archives and contexts packed by gzip alone
  {method: 'POST', path: '/build', handler: build},
];
