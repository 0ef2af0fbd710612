import type {Tokens} from 'marked';
import {reportNested} from './fence.ts';
import type {Place} from './lesson.ts';
import {didYouMean, problem, quoted} from './problem.ts';
import {type Item, offsetOf, type Walk} from './section.ts';
import {prose} from './source.ts';

const callouts = ['HINT', 'NOTE', 'TIP', 'IMPORTANT', 'WARNING'];

/** Takes a hint out of the body; other callouts and quotes stay. */
export function readQuote(walk: Walk, token: Tokens.Blockquote, offset: number): void {
  const {source, problems, draft} = walk;
  const place = source.at(offset);
  reportNested(walk, token, offset);
  const [first = '', ...rest] = token.text.split('\n');
  const marker = /^\s*\[!([^\]\n]*)\](.*)$/.exec(first);
  const joined = rest.find((line) => /^\s*\[![A-Za-z]+\]/.test(line));
  if (joined !== undefined) {
    const at = offset + Math.max(0, token.raw.indexOf(joined.trim()));
    const message = `${joined.trim()} inside another callout; put an empty line before it`;
    problems.push(problem('JOINED_CALLOUT', source.at(at), message));
  }
  const word = marker?.[1];
  if (word !== undefined && !callouts.includes(word)) {
    const column = offset + token.raw.indexOf('[!');
    problems.push(
      problem('UNKNOWN_CALLOUT', source.at(column), `unknown callout ${quoted(word)}${didYouMean(word, callouts)}`),
    );
  }
  if (word !== 'HINT') {
    draft.body.push(token.raw);
    return;
  }
  const text = prose([marker?.[2] ?? '', ...rest].join('\n').trim());
  if (text === '') problems.push(problem('EMPTY_BLOCK', place, 'a hint without words'));
  else draft.hints.push({text, place});
}

/** Takes answers and sentences to remember out of the body; other lists stay. */
export function readList(walk: Walk, token: Tokens.List, offset: number): void {
  const {problems, draft, source} = walk;
  reportNested(walk, token, offset);
  const boxes = token.items.some((item) => item.task);
  const classes = draft.heading?.classes ?? [];
  const taken = (classes.includes('quiz') && boxes) || classes.includes('remember');
  if (!taken) {
    const looksLikeBox = token.items.some(({text}) => /^\[.?\]|^\[ .? ?\]/.test(text));
    if (boxes || (looksLikeBox && classes.includes('quiz'))) {
      const message = boxes
        ? 'answers with boxes outside a quiz; add .quiz to the heading: {#id .quiz}'
        : 'not a box; an answer begins with "- [x]" or "- [ ]"';
      problems.push(problem(boxes ? 'ANSWERS_OUTSIDE_QUIZ' : 'QUIZ_ANSWER', source.at(offset), message));
    }
    draft.body.push(token.raw);
    return;
  }
  let at = offset;
  for (const item of token.items) {
    at = offsetOf(source.text, item.raw, at);
    draft.items.push(readItem(item, source.at(at)));
    at += item.raw.length;
  }
}

function readItem(item: Tokens.ListItem, place: Place): Item {
  const [first = '', ...rest] = item.raw.split('\n');
  const text = first.replace(/^\s*(?:[-*+]|\d{1,9}[.)])\s*/, '').replace(item.task ? /^\[[ xX]\]\s*/ : /^/, '');
  const indents = rest.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = indents.length === 0 ? 0 : Math.min(...indents);
  return {
    box: item.task ? item.checked === true : undefined,
    text: prose(text).trim(),
    explanation: prose(
      rest
        .map((line) => line.slice(Math.min(indent, line.length)))
        .join('\n')
        .trim(),
    ),
    place,
  };
}
