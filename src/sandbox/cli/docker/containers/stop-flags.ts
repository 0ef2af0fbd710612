import {int, text} from '../../cobra/flag-kinds.ts';
import type {DockerCall} from '../app.ts';
import type {Query} from '../engine/query.ts';
import {knows} from '../engine/version.ts';

/** How a container is to be stopped; `--time` is what `--timeout` was called. */
export const stopFlags = {
  signal: text('signal', {short: 's', usage: 'Signal to send to the container'}),
  timeout: int('timeout', {short: 't', usage: 'Seconds to wait before killing the container'}),
  time: int('time', {usage: 'Seconds to wait before killing the container', hidden: true}),
};

/** The same as the parameters of a stop or a restart. */
export async function stopQuery({app, get, changed}: DockerCall): Promise<Query> {
  const {api} = await app.engine.about();
  // An engine before 1.42 knows no signal here, and the real CLI sends it none.
  const signal = knows(api, '1.42') ? get(stopFlags.signal) || undefined : undefined;
  const timeout = [stopFlags.timeout, stopFlags.time].find(changed);
  if (changed(stopFlags.timeout) && changed(stopFlags.time)) {
    throw new Error('conflicting options: cannot specify both --timeout and --time');
  }
  return {signal, t: timeout === undefined ? undefined : get(timeout)};
}
