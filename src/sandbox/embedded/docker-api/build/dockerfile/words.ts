import type {Escape} from './logical-lines.ts';
import {isSpace} from './white-space.ts';

/** Splits at spaces outside of quotes. Quotes and escapes stay: they are taken away where variables are replaced. */
export function splitWords(text: string, escaper: Escape): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote === '' && isSpace(character)) {
      if (word !== undefined && word !== '') words.push(word);
      word = undefined;
    } else if (character === escaper && quote !== "'") {
      // At the end of a line it escapes nothing.
      if (at + 1 === text.length) break;
      at += 1;
      word = `${word ?? ''}${character}${text[at]}`;
    } else {
      if (character === quote) quote = '';
      else if (quote === '' && (character === '"' || character === "'")) quote = character;
      word = `${word ?? ''}${character}`;
    }
  }
  if (word !== undefined && word !== '') words.push(word);
  return words;
}
