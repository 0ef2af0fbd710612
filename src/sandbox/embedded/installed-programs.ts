import type {Program} from './runtime/process/process.ts';
import {busyboxWith} from './runtime/programs/busybox.ts';
import {nginxPrograms} from './runtime/programs/servers/nginx/nginx.ts';
import {shellProgram} from './runtime/shell/program.ts';

/** Everything an executable in an image can run, by its name there. A new program is a line here. */
export function installedPrograms(): ReadonlyMap<string, Program> {
  const programs = [busyboxWith([{names: ['ash', 'sh'], program: shellProgram}]), shellProgram, ...nginxPrograms];
  return new Map(programs.map((program) => [program.name, program]));
}
