import type {Tokens} from 'marked';
import type {Place} from './lesson.ts';
import {nearest, problem, quoted} from './problem.ts';
import {type Role, roles, type Walk} from './section.ts';

const languageOf: {readonly [R in Role]: string} = {
  run: 'sh',
  setup: 'sh',
  solution: 'sh',
  alternative: 'sh',
  check: 'yaml',
  mistakes: 'yaml',
  picture: '',
};
const infoOf = (role: Role): string => `${languageOf[role]} ${role}`.trim();
const infos = roles.map(infoOf);

/** Keeps a fenced block by its meaning; what the learner sees stays in the body too. */
export function readFence(walk: Walk, token: Tokens.Code, offset: number): void {
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

/** The meaning of a fence's info words; a near miss is reported and taken for what was meant. */
function roleOf({problems}: Walk, info: string, place: Place): Role | undefined {
  const role = roles.find((known) => info === infoOf(known));
  if (role !== undefined) return role;
  const [language = '', word = ''] = info.split(/\s+/);
  const meant = roles.find((known) => known === word && languageOf[known] !== '');
  const picture = /^pict?u?re?s?$/i.test(language);
  // `dockerfile` or `yaml` alone are shown as they are; only a second word, or a picture, has a meaning.
  if (!picture && meant === undefined && (word === '' || (language !== 'sh' && language !== 'yaml'))) return undefined;
  const near = picture ? 'picture' : (meant ?? roles.find((known) => infoOf(known) === nearest(info, infos)));
  const hint = near === undefined ? `; known: ${infos.join(', ')}` : `; did you mean "${infoOf(near)}"?`;
  problems.push(problem('UNKNOWN_BLOCK', place, `unknown block ${quoted(info)}${hint}`));
  return near;
}

/** Reports blocks inside a list or quote: only at the left margin is their meaning seen. */
export function reportNested({source, problems}: Walk, token: Tokens.List | Tokens.Blockquote, offset: number): void {
  if (!/`{3}|~{3}/.test(token.raw)) return;
  const pattern =
    /^[> \t\d.)*+-]*(?:`{3,}|~{3,})[ \t]*((?:sh|yaml) (?:run|setup|solution|alternative|check|mistakes))[ \t]*$/gm;
  for (const found of token.raw.matchAll(pattern)) {
    const at = offset + found.index + found[0].search(/[`~]/);
    const message = `block "${found[1]}" inside a list or quote is not seen; move it to the left margin`;
    problems.push(problem('NESTED_BLOCK', source.at(at), message));
  }
}
