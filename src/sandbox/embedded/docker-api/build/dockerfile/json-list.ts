import {LineFault} from './fault.ts';
import {trimStart} from './white-space.ts';

/**
 * The texts of a JSON list a line begins with; what follows it is overlooked, as the real parser does. Undefined when it
 * is no JSON list: then it is for the shell. Throws for a list of anything but texts.
 */
export function jsonList(text: string): readonly string[] | undefined {
  const list = parsedList(trimStart(text));
  if (list === undefined) return undefined;
  const texts = list.filter((item) => typeof item === 'string');
  if (texts.length < list.length)
    throw new LineFault('when using JSON array syntax, arrays must be comprised of strings only');
  return texts;
}

function parsedList(text: string): readonly unknown[] | undefined {
  const end = text.startsWith('[') ? endOfList(text) : undefined;
  if (end === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text.slice(0, end));
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where the bracket that opened the text is closed. */
function endOfList(text: string): number | undefined {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isQuoted) {
      if (character === '\\') at += 1;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}
