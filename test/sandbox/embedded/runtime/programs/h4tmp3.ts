import {readFileSync} from 'node:fs';
import {manualClock} from '../../rig.ts';
import {createBox} from './box.ts';

const script = JSON.parse(readFileSync('/tmp/h4c/scripts.json', 'utf8')).at(-2);
const clock = manualClock();
const box = createBox({clock, limits: {memoryBytes: 256 << 20, nanoCpus: 0, pids: 50}});
box.lay({'/in/a.txt': 'one two three\nabc abc\n\nüñí 12 -3.5\n'});
const {process: p, err} = box.start(['awk', script, 'a.txt'], {folder: '/in'});
for (let i = 0; i < 10; i++) {
  const t = performance.now();
  await clock.advance(5);
  console.log(i, p.state, p.memoryBytes, Math.round(performance.now() - t));
}
console.log(err(), await p.ended);
process.exit(0);
