import {LearnError} from '../errors.ts';
import type {Sandbox} from './sandbox.ts';

/**
 * A sandbox that finds its host again: when the background process was killed, the next call starts a new one,
 * which knows everything by the ledger. The learner's shell needs no change, the sockets keep their names.
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
    try {
      return await use(current);
    } catch (error) {
      if (!(error instanceof LearnError) || error.code !== 'HOST_NOT_RUNNING') throw error;
      await again();
      return use(current);
    }
  }
  return {
    about: first.about,
    shell: first.shell,
    async observe(subject, since) {
      const seen = await current.observe(subject, since);
      if (seen.state !== 'unreachable' || seen.reason.cause !== 'sandbox-stopped') return seen;
      const back = await again().then(
        () => true,
        () => false,
      );
      return back ? current.observe(subject, since) : seen;
    },
    survey: (since) => withHost((sandbox) => sandbox.survey(since)),
    changes(onChange, signal) {
      const listen = (): void =>
        current.changes((change) => {
          onChange(change);
          if (change.what === 'host gone' && !signal.aborted) again().then(listen, () => {});
        }, signal);
      listen();
    },
    checkpoint: () => withHost((sandbox) => sandbox.checkpoint()),
    reset: (to) => withHost((sandbox) => sandbox.reset(to)),
    inventory: () => withHost((sandbox) => sandbox.inventory()),
    clean: () => withHost((sandbox) => sandbox.clean()),
    stop: () => current.stop(),
  };
}
