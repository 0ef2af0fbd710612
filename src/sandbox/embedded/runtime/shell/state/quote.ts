import {isKeyword} from '../syntax/keywords.ts';

/** A text in quotes that a shell reads as this text again. */
export function quoted(text: string): string {
  if (text === '') return "''";
  // Quotes stand in double ones, each run of them between two texts in single ones.
  const inQuotes = `'${text.replace(/'+/g, `'"$&"'`)}'`;
  return text.endsWith("'") ? inQuotes.slice(0, -2) : inQuotes;
}

/** As `quoted`, but bare where nothing needs quotes; as `set -x` shows words. */
export function quotedWhereNeeded(text: string): string {
  return /^[A-Za-z0-9_\-./:,+@^\]]*$/.test(text) && !isKeyword(text) && text !== '[[' ? text : quoted(text);
}
