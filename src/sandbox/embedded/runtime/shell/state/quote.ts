import {isKeyword} from '../syntax/keywords.ts';

/** A text in quotes that a shell reads as this text again. */
export function quoted(text: string): string {
  if (text === '') return "''";
  return (text.match(/[^']*'*/g) ?? [])
    .filter((piece) => piece !== '')
    .map((piece) => {
      const plain = piece.replace(/'+$/, '');
      const quotes = piece.slice(plain.length);
      return `'${plain}'${quotes === '' ? '' : `"${quotes}"`}`;
    })
    .join('');
}

/** As `quoted`, but bare where nothing needs quotes; as `set -x` shows words. */
export function quotedWhereNeeded(text: string): string {
  return /^[A-Za-z0-9_\-./:,+@^\]]*$/.test(text) && !isKeyword(text) && text !== '[[' ? text : quoted(text);
}
