import type {CommandClock} from '../../context.ts';
import type {Kind} from '../app.ts';
import {attempting} from '../errors.ts';
import type {Status} from '../voice/status.ts';

const pullAttempts = 5;

/** Sees to it that the images of the nodes are there, pulling those that are not. */
export async function ensureNodeImages(kind: Kind, status: Status, images: readonly string[]): Promise<void> {
  for (const image of [...new Set(images)].sort()) {
    const shown = image.replace(/@sha256:.*$/, '');
    await status.start(`Ensuring node image (${shown}) 🖼️`);
    if (!(await isThere(kind, image))) await pull(kind, image);
  }
}

async function isThere({docker}: Kind, image: string): Promise<boolean> {
  try {
    await docker.run({args: ['inspect', '--type=image', image]});
    return true;
  } catch {
    // Not there, or not to be asked for: the pull says which.
    return false;
  }
}

async function pull({docker, context}: Kind, image: string): Promise<void> {
  await attempting(`failed to pull image ${JSON.stringify(image)}`, async () => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await docker.run({args: ['pull', image]});
        return;
      } catch (error) {
        if (attempt === pullAttempts) throw error;
        await pause(context.clock, attempt * 1000);
      }
    }
  });
}

/** Waits. */
export function pause(clock: CommandClock, ms: number): Promise<void> {
  return new Promise((done) => {
    clock.after(ms, done);
  });
}
