import type {Context, ExitCode} from '../context.ts';
import {engine} from './engine.ts';
import type {Finding} from './finding.ts';
import {disk, inotify, memory, nodeVersion, terminal} from './machine.ts';
import {programs} from './programs.ts';

/** `doctor`: what this machine can do, with each fix. Exit code 0 when the course can run here, else 3. */
export async function doctor(context: Context): Promise<ExitCode> {
  const {options, words, out, note} = context;
  const found = await engine(context);
  const docker = found.state === 'ok' && options.sandbox !== 'embedded' ? 'real' : 'embedded';
  const findings: readonly Finding[] = [
    nodeVersion(),
    found,
    ...programs(context),
    memory(context, docker),
    disk(context, docker),
    ...(docker === 'real' ? inotify(context) : []),
    terminal(context),
  ];
  const can = findings.every(({state}) => state !== 'missing');
  if (options.json) out(JSON.stringify(findings, null, 2));
  else {
    const marks = {ok: words.doctorOk, low: words.doctorWarning, missing: words.doctorMissing};
    for (const {what, state, found, fix} of findings) {
      out(words.labelled(words.noted(words.doctorNames[what], marks[state]), found));
      if (state !== 'ok' && fix !== undefined) out(`  ${words.labelled(words.doctorFix, fix)}`);
    }
  }
  note(can ? words.doctorCan : words.doctorCannot);
  return can ? 0 : 3;
}
