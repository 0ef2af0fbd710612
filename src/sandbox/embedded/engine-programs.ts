import type {Program} from './runtime/process/process.ts';
import {busyboxWith} from './runtime/programs/busybox.ts';
import {apkProgram} from './runtime/programs/servers/apk/apk.ts';
import {curlProgram} from './runtime/programs/servers/curl/curl.ts';
import {envsubstProgram} from './runtime/programs/servers/envsubst.ts';
import {fluentdProgram} from './runtime/programs/servers/fluentd/fluentd.ts';
import {helloWorldProgram} from './runtime/programs/servers/hello-world.ts';
import {nginxPrograms} from './runtime/programs/servers/nginx/nginx.ts';
import {pauseProgram} from './runtime/programs/servers/pause.ts';
import {redisCliProgram} from './runtime/programs/servers/redis/cli/redis-cli.ts';
import {redisServerProgram} from './runtime/programs/servers/redis/redis-server.ts';
import {registryProgram} from './runtime/programs/servers/registry/registry.ts';
import {stressProgram} from './runtime/programs/servers/stress/stress.ts';
import {tiniProgram} from './runtime/programs/servers/tini.ts';
import {whoamiProgram} from './runtime/programs/servers/whoami.ts';
import {shellProgram} from './runtime/shell/program.ts';

/** Everything but a cluster's programs, as executables in images name it. A new program is a line here. */
export function enginePrograms(): readonly Program[] {
  return [
    busyboxWith([{names: ['ash', 'sh'], program: shellProgram}]),
    shellProgram,
    apkProgram,
    curlProgram,
    envsubstProgram,
    fluentdProgram,
    helloWorldProgram,
    ...nginxPrograms,
    pauseProgram,
    redisCliProgram,
    redisServerProgram,
    registryProgram,
    stressProgram,
    tiniProgram,
    whoamiProgram,
  ];
}
