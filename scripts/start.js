// `npm start -- ARGS`: builds when the sources changed, then becomes the program as far as a terminal can tell.
import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import {fileURLToPath} from 'node:url';
import {build} from './build.js';

await build();
const program = fileURLToPath(new URL('../dist/k8s-learn.js', import.meta.url));
const child = spawn(process.execPath, [program, ...process.argv.slice(2)], {stdio: 'inherit'});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
  process.on(signal, () => {
    // A terminal sends ^C and ^\ to the child itself; it must not get them twice.
    const fromTerminal = process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT');
    if (!fromTerminal) child.kill(signal);
  });
}
child.on('error', (error) => {
  console.error(`k8s-learn could not be started: ${error.message}`);
  process.exit(3);
});
child.on('close', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
