import {LearnError} from '../../errors.ts';
import {words as wordsOf} from '../../lessons/diagnose/index.ts';
import {type DockerEndpoint, findEndpoint, probeDocker} from '../../sandbox/docker/endpoint.ts';
import type {Context} from '../context.ts';
import type {Finding} from './finding.ts';

const needed = 'API 1.41';

/** Whether a Docker answers, and where. Without one there is the embedded engine, unless a real one is asked for. */
export async function engine(context: Context): Promise<Finding> {
  const {env, options, words} = context;
  if (options.sandbox === 'embedded') return {what: 'engine', state: 'ok', found: words.doctorEmbedded, needed: ''};
  let endpoint: DockerEndpoint;
  try {
    endpoint = await findEndpoint(env);
  } catch (error) {
    if (!(error instanceof LearnError)) throw error;
    return without(context, error.message, error.fix ?? '');
  }
  const probe = await probeDocker(endpoint, 5000, env['PATH'] ?? '');
  if (probe.ok) {
    const found = words.doctorEngine(probe.version, probe.apiVersion, endpoint.host);
    return {what: 'engine', state: 'ok', found, needed};
  }
  const {says} = wordsOf({verdict: 'blocked', cause: probe.cause, params: probe.params}, options.lang);
  return without(context, endpoint.host, says);
}

function without({options, words}: Context, found: string, why: string): Finding {
  if (options.sandbox === 'real') return {what: 'engine', state: 'missing', found, needed, fix: why};
  return {what: 'engine', state: 'low', found: words.doctorEmbedded, needed, fix: why};
}
