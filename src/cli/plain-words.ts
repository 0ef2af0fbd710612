import {localised} from '../lessons/lesson.ts';
import type {Messages} from '../messages/index.ts';
import type {Event, Session} from '../session.ts';
import {readAnswer} from './check.ts';
import {explanationLines, plainMarkdown, stepText, verdictLines} from './text.ts';

/** What a typed word leads to: lines to print, and an event for the session. */
export interface Obeyed {
  readonly lines: readonly string[];
  readonly event?: Event;
}

type Verb = (session: Session, rest: readonly string[], at: number, words: Messages) => Obeyed;

const look: Verb = (session, _rest, _at, words) => ({
  lines: verdictLines(session.step, session.verdicts, session.language, words),
});

const verbs: {readonly [word: string]: Verb} = {
  '': look,
  check: look,
  show: ({lesson, step, language}, _rest, _at, words) => ({
    lines: [stepText(lesson, step, language, {...words, question: words.answerHere})],
  }),
  hint({step, hints, language}, _rest, _at, words) {
    const shown = Math.min(hints + 1, step.hints.length);
    if (shown === 0) return {lines: [words.noHints]};
    const text = plainMarkdown(localised(step.hints[shown - 1] ?? {}, language), words);
    return {lines: [words.hint(shown, step.hints.length), text], event: {type: 'hint'}};
  },
  solution({step}, _rest, _at, words) {
    if (step.solution.length === 0) return {lines: [words.noSolution]};
    return {lines: [words.solution, ...step.solution.map(({text}) => text)], event: {type: 'solution'}};
  },
  answer({step, language}, rest, at, words) {
    const chosen = readAnswer(step, rest.join(','), words) ?? [];
    return {lines: explanationLines(step, chosen, language, words), event: {type: 'answer', chosen, at}};
  },
  next: (_session, _rest, at) => ({lines: [], event: {type: 'next', at}}),
  reset: (_session, rest, at) => ({
    lines: [],
    event: {type: 'reset', scope: rest[0] === 'lesson' ? 'lesson' : 'step', at},
  }),
};

/** What a line typed into the plain tutorial asks for. Throws UNKNOWN_ANSWER for an answer that is none. */
export function obey(line: string, session: Session, at: number, words: Messages): Obeyed {
  const [verb = '', ...rest] = line.trim().split(/\s+/);
  const known = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  return known?.(session, rest, at, words) ?? {lines: [words.plainUnknown(verb), words.plainKeys]};
}
