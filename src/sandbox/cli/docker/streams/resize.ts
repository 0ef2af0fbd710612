import type {Docker} from '../app.ts';

const attempts = 10;
const pauseMs = 5;

/** Keeps a terminal in a container as large as ours; the returned function ends that. `path` is the object's own. */
export function followSize(docker: Docker, path: string): () => void {
  const {tty, clock} = docker.context;
  const match = async (attempt: number): Promise<void> => {
    try {
      await resize(docker, path);
    } catch {
      // The process may not be there yet; a size that cannot be told is no reason to stop.
      if (attempt < attempts) clock.after(pauseMs * (attempt + 1), () => void match(attempt + 1));
    }
  };
  void match(0);
  return tty.onResize(() => void match(attempts));
}

/** Tells the size once; `more` rows and columns make the other side draw anew. */
export async function resize({engine, context}: Docker, path: string, more = 0): Promise<void> {
  const size = context.tty.size();
  if (size === undefined || (size.rows === 0 && size.columns === 0)) return;
  await engine.done({method: 'POST', path: `${path}/resize`, query: {h: size.rows + more, w: size.columns + more}});
}
