import {collectText} from '../../bytes.ts';
import type {Docker} from '../app.ts';
import {containerPath} from '../containers/paths.ts';
import {number, object, text} from '../json.ts';

/**
 * Begins to wait for a container's end. Resolves when the Engine has heard it, so that the container can be started
 * without its end being missed; `status` is the exit code then.
 */
export async function awaitExit(
  {engine}: Docker,
  container: string,
  condition: 'next-exit' | 'removed',
): Promise<{readonly status: Promise<number>}> {
  const {body} = await engine.call({method: 'POST', path: containerPath(container, 'wait'), query: {condition}});
  const status = collectText(body).then((json) => {
    const answer = object(JSON.parse(json));
    const failure = text(object(answer['Error'])['Message']);
    if (failure !== '') throw new Error(failure);
    return number(answer['StatusCode']);
  });
  status.catch(() => undefined);
  return {status};
}
