import {words as wordsOf} from '../lessons/diagnose/index.ts';
import {localised} from '../lessons/lesson.ts';
import {findHost, hostMemory} from '../sandbox/host-client.ts';
import type {Context, ExitCode} from './context.ts';
import {currentPlace} from './context.ts';
import {removalLines} from './removal-lines.ts';

/** `status`: where the learner is, what is running, what it costs. Starts nothing. */
export async function status(context: Context): Promise<ExitCode> {
  const {options, words, out, paths} = context;
  const course = await context.course();
  const {lesson, step} = currentPlace(course, context.progress());
  const host = await findHost(paths);
  const inventory = await host?.inventory();
  const memory = await hostMemory(paths);
  if (options.json) {
    out(
      JSON.stringify(
        {
          course: course.id,
          lesson: lesson.id,
          step: step.id,
          sandbox: host?.about ?? null,
          host: memory ?? null,
          exists: inventory ?? null,
          folder: paths.work,
        },
        null,
        2,
      ),
    );
    return 0;
  }
  const row = (label: string, value: string): void => out(words.labelled(label, value));
  row(words.statusCourse, localised(course.title, options.lang));
  row(
    words.statusWhere,
    words.noted(
      `${localised(lesson.title, options.lang)} / ${localised(step.title, options.lang)}`,
      `${lesson.id}/${step.id}`,
    ),
  );
  row(words.statusSandbox, host ? describeSandbox(context, host.about) : words.hostNotRunning);
  if (host && host.about.context !== '') out(`  ${words.sandboxContext(host.about.context)}`);
  // Whoever wonders why it is a simulation finds the reason here.
  for (const refusal of host?.about.refusals ?? [])
    out(`  ${wordsOf({verdict: 'blocked', ...refusal}, options.lang).says}`);
  if (memory) out(`  ${words.hostRunning(memory.pid, Math.round(memory.rssBytes / 1e6))}`);
  row(words.statusFolder, `${paths.work}`);
  if (inventory) {
    out(words.labelled(words.statusExists, '').trimEnd());
    const lines = removalLines(inventory, {...words, removedNothing: words.statusNothing});
    for (const line of lines) out(`  ${line}`);
  }
  return 0;
}

function describeSandbox(
  {words}: Context,
  about: {readonly docker: string; readonly endpoint: string; readonly version: string},
): string {
  return about.docker === 'real' ? words.sandboxReal(about.endpoint, about.version) : words.sandboxEmbedded;
}
