import {Lexer, type Token, type Tokens} from 'marked';
import type {Place} from './lesson.ts';
import {didYouMean, type LessonProblem, problem, quoted} from './problem.ts';
import {prose, type Source} from './source.ts';

export const roles = ['run', 'setup', 'solution', 'alternative', 'check', 'mistakes', 'picture'] as const;
export type Role = (typeof roles)[number];

/** A fenced block with a meaning. Offsets are into the source. */
export interface Block {
  readonly role: Role;
  readonly place: Place;
  /** The lines between the fences. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Callout {
  readonly text: string;
  readonly place: Place;
}

export interface Item {
  /** undefined when it has no box. */
  readonly box: boolean | undefined;
  readonly text: string;
  readonly explanation: string;
  readonly place: Place;
}

/** What stands under one heading, or before the first one. */
export interface Section {
  /** undefined for the introduction. */
  readonly heading: {readonly title: string; readonly id: string; readonly classes: readonly string[]} | undefined;
  readonly place: Place;
  /** Prose with `run` blocks and pictures, without what is taken out. */
  readonly body: string;
  readonly blocks: readonly Block[];
  readonly hints: readonly Callout[];
  /** Items of the lists that are taken out of the body: answers of a quiz, sentences to remember. */
  readonly items: readonly Item[];
}

export interface Outline {
  readonly introduction: Section;
  readonly sections: readonly Section[];
}

interface Draft {
  heading: Section['heading'];
  place: Place;
  body: string[];
  blocks: Block[];
  hints: Callout[];
  items: Item[];
}

interface Walk {
  readonly source: Source;
  readonly problems: LessonProblem[];
  draft: Draft;
}

const callouts = ['HINT', 'NOTE', 'TIP', 'IMPORTANT', 'WARNING'];
const languageOf: {readonly [R in Role]: string} = {
  run: 'sh',
  setup: 'sh',
  solution: 'sh',
  alternative: 'sh',
  check: 'yaml',
  mistakes: 'yaml',
  picture: '',
};
const infos = roles.map((role) => `${languageOf[role]} ${role}`.trim());

/** Cuts the Markdown from `start` on into sections and tells apart what they hold. */
export function parseOutline(source: Source, start: number): {outline: Outline; problems: LessonProblem[]} {
  const walk: Walk = {source, problems: [], draft: emptyDraft(undefined, source.at(start))};
  const drafts = [walk.draft];
  let offset = start;
  for (const token of lex(walk, start)) {
    offset = offsetOf(source.text, token.raw, offset);
    if (isHeading(token) && token.depth === 2) {
      walk.draft = emptyDraft(parseHeading(token), source.at(offset));
      drafts.push(walk.draft);
    } else {
      readToken(walk, token, offset);
    }
    offset += token.raw.length;
  }
  const [introduction, ...sections] = drafts.map(finish);
  return {
    outline: {introduction: introduction ?? finish(emptyDraft(undefined, source.at(start))), sections},
    problems: walk.problems,
  };
}

function lex({source, problems}: Walk, start: number): Token[] {
  const lexer = new Lexer({gfm: true});
  try {
    // Blocks only: inline tokens are the renderer's business and cost three times as much.
    return lexer.blockTokens(source.text.slice(start), []);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    problems.push(problem('MARKDOWN', source.at(start), `the Markdown cannot be read: ${why}`));
    return [];
  }
}

// Tokens carry no positions, but their raw texts follow each other.
function offsetOf(text: string, raw: string, from: number): number {
  if (text.startsWith(raw, from)) return from;
  const found = text.indexOf(raw, from);
  return found < 0 ? from : found;
}

function emptyDraft(heading: Section['heading'], place: Place): Draft {
  return {heading, place, body: [], blocks: [], hints: [], items: []};
}

function finish({body, ...draft}: Draft): Section {
  const text = body.join('').replace(/\n{3,}/g, '\n\n');
  return {...draft, body: prose(text.replace(/^\n+/, '').trimEnd())};
}

const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading';
const isCode = (token: Token): token is Tokens.Code => token.type === 'code';
const isQuote = (token: Token): token is Tokens.Blockquote => token.type === 'blockquote';
const isList = (token: Token): token is Tokens.List => token.type === 'list';

function parseHeading({text}: Tokens.Heading): Section['heading'] {
  const attributes = /\s*\{([^{}]*)\}\s*$/.exec(text);
  const title = prose(attributes === null ? text : text.slice(0, attributes.index)).trim();
  const words = (attributes?.[1] ?? '').split(/\s+/).filter((word) => word !== '');
  return {
    title,
    id: words.find((word) => word.startsWith('#'))?.slice(1) ?? '',
    // A word that is neither id nor class is taken for a class, which is then unknown.
    classes: words.filter((word) => !word.startsWith('#')).map((word) => word.replace(/^\./, '')),
  };
}

function readToken(walk: Walk, token: Token, offset: number): void {
  if (isCode(token) && token.codeBlockStyle !== 'indented') readFence(walk, token, offset);
  else if (isQuote(token)) readQuote(walk, token, offset);
  else if (isList(token)) readList(walk, token, offset);
  else {
    if (isHeading(token)) reportLevel(walk, token, offset);
    walk.draft.body.push(token.raw);
  }
}

function reportLevel({source, problems}: Walk, token: Tokens.Heading, offset: number): void {
  if (token.depth === 1) {
    const message = 'a heading with one #; the title stands in the front matter and every step under ##';
    problems.push(problem('HEADING_LEVEL', source.at(offset), message));
  } else if (/\{#[^{}]*\}\s*$/.test(token.text)) {
    const message = `a heading with ${token.depth} # has an id; only ## begins a step`;
    problems.push(problem('HEADING_LEVEL', source.at(offset), message));
  }
}

function readFence(walk: Walk, token: Tokens.Code, offset: number): void {
  const {source, problems, draft} = walk;
  const place = source.at(offset);
  const info = (token.lang ?? '').trim();
  const role = roleOf(walk, info, place);
  const [fence = ''] = /`{3,}|~{3,}/.exec(token.raw) ?? [];
  const lines = token.raw.trimEnd().split('\n');
  const last = (lines.at(-1) ?? '').trim();
  if (lines.length < 2 || !last.startsWith(fence) || last.replaceAll(fence.charAt(0), '') !== '') {
    problems.push(problem('OPEN_BLOCK', place, `this block is never closed; end it with a line ${fence}`));
  }
  if (role === undefined) {
    draft.body.push(token.raw);
    return;
  }
  const start = offset + (lines[0]?.length ?? 0) + 1;
  const block = {role, place: source.at(start), text: token.text.trimEnd(), start, end: start};
  // Of a closed block the last line is the fence; its text begins where that line does.
  const content = lines.slice(1, -1).reduce((length, line) => length + line.length + 1, 0);
  if (block.text.trim() === '') problems.push(problem('EMPTY_BLOCK', place, `${quoted(info)} block without content`));
  else draft.blocks.push({...block, end: start + content});
  if (role === 'run' || role === 'picture') draft.body.push(token.raw);
}

/** The meaning of a fence's info words; a near miss is reported, anything else is shown as it is. */
function roleOf({problems}: Walk, info: string, place: Place): Role | undefined {
  const [language = '', word, ...more] = info.split(/\s+/);
  const role = roles.find((known) => info === `${languageOf[known]} ${known}`.trim());
  if (role !== undefined) return role;
  const meant = roles.some((known) => known === word && languageOf[known] !== '');
  const ours = (language === 'sh' || language === 'yaml') && word !== undefined;
  const picture = /^pict?u?re?s?$/i.test(language) || (language === 'picture' && word !== undefined);
  if (!meant && !ours && !picture) return undefined;
  const hint =
    more.length > 0 || picture
      ? `; write "${picture ? 'picture' : `${language} ${word}`}"`
      : suggestInfo(language, word ?? '');
  problems.push(problem('UNKNOWN_BLOCK', place, `unknown block ${quoted(info)}${hint}`));
  return undefined;
}

function suggestInfo(language: string, word: string): string {
  const role = roles.find((known) => known === word);
  if (role !== undefined) return `; did you mean "${languageOf[role]} ${role}"?`;
  return didYouMean(`${language} ${word}`, infos);
}

function readQuote(walk: Walk, token: Tokens.Blockquote, offset: number): void {
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

function readList(walk: Walk, token: Tokens.List, offset: number): void {
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

// A block with a meaning is only seen at the left margin; one inside a list would silently be mere text.
function reportNested({source, problems}: Walk, token: Tokens.List | Tokens.Blockquote, offset: number): void {
  if (!/`{3}|~{3}/.test(token.raw)) return;
  const pattern =
    /^[> \t\d.)*+-]*(?:`{3,}|~{3,})[ \t]*((?:sh|yaml) (?:run|setup|solution|alternative|check|mistakes))[ \t]*$/gm;
  for (const found of token.raw.matchAll(pattern)) {
    const at = offset + found.index + found[0].search(/[`~]/);
    const message = `block "${found[1]}" inside a list or quote is not seen; move it to the left margin`;
    problems.push(problem('NESTED_BLOCK', source.at(at), message));
  }
}
