import {Lexer, type Token, type Tokens} from 'marked';
import {readFence} from './fence.ts';
import type {Place} from './lesson.ts';
import {type LessonProblem, problem} from './problem.ts';
import {readList, readQuote} from './quote-list.ts';
import {type Draft, type Outline, offsetOf, type Section, type Walk} from './section.ts';
import {prose, type Source} from './source.ts';

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
