import {localised} from '../lessons/lesson.ts';
import type {Context, ExitCode} from './context.ts';
import {findPlace} from './context.ts';
import {stepText} from './text.ts';

/** `show [lesson[/step]]`: a step's text. */
export async function show(context: Context, place: string | undefined): Promise<ExitCode> {
  const {options, words, out} = context;
  const course = await context.course();
  const {lesson, step} = findPlace(course, context.progress(), place, context.words);
  if (!options.json) {
    out(stepText(lesson, step, options.lang, words));
    return 0;
  }
  out(
    JSON.stringify(
      {
        lesson: lesson.id,
        step: step.id,
        title: localised(step.title, options.lang),
        text: localised(step.body, options.lang),
        run: step.run.map(({text}) => text),
        answers: step.answers.map(({text}) => localised(text, options.lang)),
        hints: step.hints.length,
      },
      null,
      2,
    ),
  );
  return 0;
}
