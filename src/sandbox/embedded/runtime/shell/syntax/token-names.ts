import {isKeyword} from './keywords.ts';
import type {Token} from './tokens.ts';

/** How tokens are called in messages. */
export function nameOf(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'end of file';
    case 'newline':
      return 'newline';
    case 'redirect':
      return 'redirection';
    case 'operator':
      return `"${token.text}"`;
    case 'word':
      return token.text !== undefined && isKeyword(token.text) ? `"${token.text}"` : 'word';
  }
}
