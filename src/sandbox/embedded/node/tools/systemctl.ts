import type {Process, Program} from '../../runtime/process/process.ts';
import type {Backplane} from '../backplane.ts';
import type {UnitStatus, Units} from '../boot/units.ts';

const notRoot =
  "System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to bus: Host is down";

/** Starts, stops and shows the services of a node. https://man7.org/linux/man-pages/man1/systemctl.1.html */
export function systemctlProgram(backplane: Backplane): Program {
  return {name: 'systemctl', main: (process) => runSystemctl(process, backplane)};
}

async function runSystemctl(process: Process, backplane: Backplane): Promise<number> {
  const units = backplane.machines.get(process.space.network.base)?.units;
  if (!units) {
    await process.complain(notRoot);
    return 1;
  }
  const words = process.argv.slice(1);
  const quiet = words.some((word) => word === '-q' || word === '--quiet');
  const [verb = 'list-units', ...names] = words.filter((word) => !word.startsWith('-'));
  if (verb === 'daemon-reload' || verb === 'list-units') return list(process, units, verb);
  let code = 0;
  for (const name of names) {
    const found = units.find(name);
    if (!found) {
      if (verb === 'is-active') await process.print('inactive\n');
      else await process.complain(`Unit ${named(name)} could not be found.`);
      code = verb === 'is-active' ? 3 : 4;
      continue;
    }
    code = Math.max(code, await run(process, {units, verb, found, quiet}));
  }
  return code;
}

async function list(process: Process, units: Units, verb: string): Promise<number> {
  if (verb === 'daemon-reload') return 0;
  await process.print('  UNIT               LOAD   ACTIVE SUB     DESCRIPTION\n');
  for (const {unit, state} of units.list())
    await process.print(
      `  ${`${unit.name}.service`.padEnd(18)} loaded ${state.padEnd(6)} ${state === 'active' ? 'running' : 'dead'} ${unit.description}\n`,
    );
  return 0;
}

async function run(
  process: Process,
  {
    units,
    verb,
    found,
    quiet,
  }: {readonly units: Units; readonly verb: string; readonly found: UnitStatus; readonly quiet: boolean},
): Promise<number> {
  const {unit} = found;
  switch (verb) {
    case 'is-active':
      if (!quiet) await process.print(`${found.state}\n`);
      return found.state === 'active' ? 0 : 3;
    case 'is-enabled':
      if (!quiet) await process.print('enabled\n');
      return 0;
    case 'start':
      units.start(unit);
      return 0;
    case 'stop':
      await process.wait(units.stop(unit));
      return 0;
    case 'restart':
    case 'reload-or-restart':
      await process.wait(units.stop(unit));
      units.start(unit);
      return 0;
    case 'status':
      await process.print(statusText(found, process.now()));
      return found.state === 'active' ? 0 : 3;
    case 'enable':
    case 'disable':
      return 0;
    default:
      await process.complain(`Unknown command verb '${verb}'.`);
      return 1;
  }
}

function statusText({unit, state, process, sinceMs}: UnitStatus, now: number): string {
  const since = new Date(sinceMs).toISOString().replace('T', ' ').slice(0, 19);
  const seconds = Math.round((now - sinceMs) / 1000);
  const sub = state === 'active' ? 'running' : state === 'activating' ? 'auto-restart' : 'dead';
  const lines = [
    `* ${unit.name}.service - ${unit.description}`,
    `     Loaded: loaded (/etc/systemd/system/${unit.name}.service; enabled; preset: enabled)`,
    `     Active: ${state} (${sub}) since ${since} UTC; ${seconds}s ago`,
    ...(process ? [`   Main PID: ${process.pid} (${unit.name})`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function named(name: string): string {
  return name.includes('.') ? name : `${name}.service`;
}
