import type {KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {errorOf, isNotFound, StatusError, throwAll} from '../errors.ts';
import {type Json, metaOf} from '../json.ts';
import {pause} from '../writing/until.ts';
import {dryRunOf} from '../writing/write-flags.ts';
import {drainFlags as flags} from './drain-flags.ts';

const retryMs = 5000;
const lookMs = 1000;
const firstLookMs = 200;

/** Evicts Pods, all at the same time, and waits until each is gone. */
export async function evictAll(call: KubectlCall, pods: readonly Json[]): Promise<void> {
  const timeoutMs = call.get(flags.timeout) / 1e6;
  const end = timeoutMs === 0 ? Number.POSITIVE_INFINITY : call.app.context.clock.now() + timeoutMs;
  const outcomes = await Promise.all(
    pods.map((pod) =>
      evictOne(call, pod, end).then(
        () => undefined,
        (error: unknown) => errorOf(error),
      ),
    ),
  );
  throwAll(outcomes.filter((error) => error !== undefined));
}

async function evictOne(call: KubectlCall, pod: Json, end: number): Promise<void> {
  const {app, get} = call;
  const {namespace, name} = metaOf(pod);
  const mode = dryRunOf(call);
  const word = get(flags.disableEviction) ? 'deleting' : 'evicting';
  if (mode === 'client') return app.print(`evicting pod ${namespace}/${name} (dry run)\n`);
  for (;;) {
    await app.print(`${word} pod ${namespace}/${name}${mode === 'server' ? ' (server dry run)' : ''}\n`);
    try {
      await send(call, pod);
      break;
    } catch (error) {
      if (isNotFound(error)) return;
      if (!(error instanceof StatusError && error.status === 429)) {
        throw new Error(
          `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}: ${errorOf(error).message}`,
        );
      }
      await app.warn(
        `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)} (will retry after 5s): ${error.message}\n`,
      );
      if (app.context.clock.now() + retryMs > end) throw timedOut(call);
      await pause(app.context.clock, retryMs);
    }
  }
  if (mode === 'server') return;
  await gone(call, pod, end);
  await app.print(`pod/${name} ${get(flags.disableEviction) ? 'deleted' : 'evicted'}\n`);
}

function timedOut({get}: KubectlCall): Error {
  return new Error(`global timeout reached: ${get(flags.timeout) / 1e9}s`);
}

async function send(call: KubectlCall, pod: Json): Promise<void> {
  const {app, get} = call;
  const {namespace, name} = metaOf(pod);
  const seconds = get(flags.gracePeriod);
  const options = {
    ...(seconds < 0 ? {} : {gracePeriodSeconds: seconds}),
    ...(dryRunOf(call) === 'server' ? {dryRun: ['All']} : {}),
  };
  const pods = await app.discovery.find('pods');
  if (get(flags.disableEviction)) {
    const json = {kind: 'DeleteOptions', apiVersion: 'v1', ...options};
    await app.api.json({method: 'DELETE', path: pathOf(pods, {namespace, name}), json});
    return;
  }
  const json = {kind: 'Eviction', apiVersion: 'policy/v1', metadata: {name, namespace}, deleteOptions: options};
  await app.api.json({method: 'POST', path: pathOf(pods, {namespace, name, subresource: 'eviction'}), json});
}

async function gone(call: KubectlCall, pod: Json, end: number): Promise<void> {
  const {api, context, discovery} = call.app;
  const {namespace, name, uid} = metaOf(pod);
  const path = pathOf(await discovery.find('pods'), {namespace, name});
  let waitMs = firstLookMs;
  for (;;) {
    try {
      if (metaOf(await api.json({path})).uid !== uid) return;
    } catch (error) {
      if (isNotFound(error)) return;
      throw error;
    }
    if (context.clock.now() >= end) throw timedOut(call);
    await pause(context.clock, waitMs);
    waitMs = lookMs;
  }
}
