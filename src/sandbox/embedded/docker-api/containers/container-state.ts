import {goTime, humanDuration} from './go-time.ts';

export type ContainerStatus = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
export type HealthStatus = 'starting' | 'healthy' | 'unhealthy';

/** One run of a health check, as `docker inspect` shows it. */
export interface HealthResult {
  readonly startMs: number;
  readonly endMs: number;
  readonly exitCode: number;
  readonly output: string;
}

/** How a container is. Docker keeps the last five results. */
export interface Health {
  status: HealthStatus;
  failingStreak: number;
  log: HealthResult[];
}

/** Where a container is in its life. Changed by `container-life.ts` alone; everybody may look. */
export class ContainerState {
  /** Also true while it waits for its next start after a failure, as in Docker. */
  running = false;
  paused = false;
  restarting = false;
  removing = false;
  dead = false;
  oomKilled = false;
  /** Of the first process on the simulated host; 0 when there is none. */
  pid = 0;
  exitCode = 0;
  /** Why the last start failed. */
  error = '';
  startedMs: number | undefined;
  finishedMs: number | undefined;
  health: Health | undefined;

  get status(): ContainerStatus {
    if (this.running) return this.paused ? 'paused' : this.restarting ? 'restarting' : 'running';
    if (this.removing) return 'removing';
    if (this.dead) return 'dead';
    return this.startedMs === undefined ? 'created' : 'exited';
  }

  /** As `docker ps` shows it: `Up 4 minutes (healthy)`. */
  text(now: number): string {
    const up = (): string => `Up ${humanDuration(now - (this.startedMs ?? now))}`;
    const finished = (): string => `(${this.exitCode}) ${humanDuration(now - (this.finishedMs ?? now))} ago`;
    switch (this.status) {
      case 'paused':
        return `${up()} (Paused)`;
      case 'restarting':
        return `Restarting ${finished()}`;
      case 'running':
        return this.health ? `${up()} (${healthText(this.health.status)})` : up();
      case 'removing':
        return 'Removal In Progress';
      case 'dead':
        return 'Dead';
      case 'created':
        return 'Created';
      case 'exited':
        return this.finishedMs === undefined ? '' : `Exited ${finished()}`;
    }
  }

  /** The `State` of `docker inspect`. */
  json(): object {
    return {
      Status: this.status,
      Running: this.running,
      Paused: this.paused,
      Restarting: this.restarting,
      OOMKilled: this.oomKilled,
      Dead: this.dead,
      Pid: this.pid,
      ExitCode: this.exitCode,
      Error: this.error,
      StartedAt: goTime(this.startedMs),
      FinishedAt: goTime(this.finishedMs),
      ...(this.health ? {Health: healthJson(this.health)} : {}),
    };
  }
}

function healthText(status: HealthStatus): string {
  return status === 'starting' ? 'health: starting' : status;
}

function healthJson({status, failingStreak, log}: Health): object {
  return {
    Status: status,
    FailingStreak: failingStreak,
    Log: log.map(({startMs, endMs, exitCode, output}) => ({
      Start: goTime(startMs),
      End: goTime(endMs),
      ExitCode: exitCode,
      Output: output,
    })),
  };
}
