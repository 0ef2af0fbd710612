import {loadIndex} from '../lessons/contents.ts';
import {localised} from '../lessons/lesson.ts';
import type {Context, ExitCode} from './context.ts';

/** `list`: every lesson with its minutes and how much of it is passed. Reads headings only, so that it is instant. */
export async function list(context: Context): Promise<ExitCode> {
  const {options, words, out} = context;
  const index = await loadIndex(options.course);
  const progress = context.progress();
  const done = progress.courses[index.id];
  const rows = index.lessons.map((lesson) => {
    const steps = done?.lessons[lesson.id]?.steps ?? {};
    return {
      number: lesson.number,
      id: lesson.id,
      title: localised(lesson.title, options.lang),
      summary: localised(lesson.summary, options.lang),
      minutes: lesson.minutes,
      steps: lesson.steps.length,
      passed: lesson.steps.filter(({id}) => steps[id]?.passedAt !== undefined).length,
      current: done?.current?.lesson === lesson.id,
    };
  });
  if (options.json) {
    out(JSON.stringify({course: index.id, title: localised(index.title, options.lang), lessons: rows}, null, 2));
    return 0;
  }
  out(localised(index.title, options.lang));
  out('');
  const idWidth = Math.max(...rows.map(({id}) => id.length));
  for (const row of rows) {
    const number = String(row.number).padStart(3);
    const passed = words.stepsPassed(row.passed, row.steps).padStart(5);
    out(`${number}  ${row.id.padEnd(idWidth)}  ${passed}  ${words.minutes(row.minutes).padStart(6)}  ${row.title}`);
  }
  return 0;
}
