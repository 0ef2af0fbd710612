import {setTimeout as delay} from 'node:timers/promises';
import {LearnError} from '../errors.ts';
import {hostGone} from './remote.ts';
import type {Sandbox} from './sandbox.ts';

/** A new host is tried for, this far apart, as long as somebody listens: Docker may be away as well. */
const retryMs = 1000;

/**
 * A sandbox that finds its host again: when the background process was killed, the next call starts a new one,
 * which knows everything by the ledger, or builds its state anew (`about.stateSince` tells). The learner's shell needs no change, the sockets keep their names.
 */
export function reconnecting(first: Sandbox, reopen: () => Promise<Sandbox>): Sandbox {
  let current = first;
  let opening: Promise<void> | undefined;

  function again(): Promise<void> {
    opening ??= reopen()
      .then((sandbox) => {
        current = sandbox;
      })
      .finally(() => {
        opening = undefined;
      });
    return opening;
  }
  async function withHost<T>(use: (sandbox: Sandbox) => Promise<T>): Promise<T> {
    const tried = current;
    try {
      return await use(tried);
    } catch (error) {
      if (!(error instanceof LearnError) || error.code !== 'HOST_NOT_RUNNING') throw error;
      if (tried === current) await again();
      return use(current);
    }
  }
  async function untilBack(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const back = await again().then(
        () => true,
        () => false,
      );
      if (back) return;
      await delay(retryMs, undefined, {signal, ref: false}).catch(() => {});
    }
  }
  return {
    get about() {
      return current.about;
    },
    shell: first.shell,
    async observe(subject, since) {
      const tried = current;
      const seen = await tried.observe(subject, since);
      if (seen.state !== 'unreachable' || seen.reason.cause !== 'sandbox-stopped') return seen;
      const back =
        tried !== current ||
        (await again().then(
          () => true,
          () => false,
        ));
      return back ? current.observe(subject, since) : seen;
    },
    survey: (since) => withHost((sandbox) => sandbox.survey(since)),
    changes(onChange, signal) {
      const listen = (): void => {
        if (signal.aborted) return;
        const heard = current;
        heard.changes((change) => {
          onChange(change);
          if (change.what !== hostGone || signal.aborted) return;
          // A question may have found the new host already.
          if (heard !== current) listen();
          else void untilBack(signal).then(listen);
        }, signal);
      };
      listen();
    },
    checkpoint: () => withHost((sandbox) => sandbox.checkpoint()),
    reset: (to, cluster) => withHost((sandbox) => sandbox.reset(to, cluster)),
    ensureCluster: () => withHost((sandbox) => sandbox.ensureCluster()),
    inventory: (to) => withHost((sandbox) => sandbox.inventory(to)),
    clean: () => withHost((sandbox) => sandbox.clean()),
    notices: () => withHost((sandbox) => sandbox.notices()),
    stop: () => current.stop(),
  };
}
