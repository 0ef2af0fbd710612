import type {KubectlEntry} from '../app.ts';
import {command} from '../entries.ts';

/** What `kubectl rollout` does. */
export const rolloutEntries: readonly KubectlEntry[] = [
  command('history', 'View rollout history', async () => (await import('./history.ts')).rolloutHistory),
  command('pause', 'Mark the provided resource as paused', async () => (await import('./changes.ts')).rolloutPause),
  command('restart', 'Restart a resource', async () => (await import('./changes.ts')).rolloutRestart),
  command('resume', 'Resume a paused resource', async () => (await import('./changes.ts')).rolloutResume),
  command('status', 'Show the status of the rollout', async () => (await import('./status.ts')).rolloutStatusCommand),
  command('undo', 'Undo a previous rollout', async () => (await import('./undo.ts')).rolloutUndo),
];
