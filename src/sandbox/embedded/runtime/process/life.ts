type Listening = Parameters<AbortSignal['addEventListener']>;

/**
 * A controller whose signal any number of waits may listen to. Node keeps listeners in a list that it walks through whenever
 * one leaves, and warns of a leak beyond ten; a server waits for each of its connections, and a kubelet for each Pod.
 */
export function createLife(): AbortController {
  const life = new AbortController();
  const {signal} = life;
  const listeners = new Set<Listening[1]>();
  const own = {
    add: signal.addEventListener.bind(signal),
    remove: signal.removeEventListener.bind(signal),
  };
  own.add(
    'abort',
    (event) => {
      const told = [...listeners];
      listeners.clear();
      for (const listener of told) {
        if (typeof listener === 'function') listener.call(signal, event);
        else listener.handleEvent(event);
      }
    },
    {once: true},
  );
  // It is aborted once at most, so that `once` means nothing here.
  Object.assign(signal, {
    addEventListener(...[type, listener, options]: Listening) {
      if (type === 'abort') listeners.add(listener);
      else own.add(type, listener, options);
    },
    removeEventListener(...[type, listener]: Listening) {
      if (type === 'abort') listeners.delete(listener);
      else own.remove(type, listener);
    },
  });
  return life;
}
