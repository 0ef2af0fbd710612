import {JsonFault, JsonText} from './json-text.ts';

/** A JSON text, read as upstream reads the body of a write. */
export interface ParsedJson {
  readonly value: unknown;
  /** `duplicate field "spec.replicas"`, as many as upstream says at most; the last one counts. */
  readonly duplicates: readonly string[];
}

const mostDuplicates = 100;

/** Throws a SyntaxError with Go's sentence: `invalid character '}' looking for beginning of object key string`. */
export function parseJson(text: string): ParsedJson {
  const duplicates: string[] = [];
  const reader = new JsonText(text, (path) => {
    if (duplicates.length < mostDuplicates) duplicates.push(`duplicate field ${JSON.stringify(path)}`);
  });
  // The engine's own parser is much quicker, and says nothing of names that come twice: ours looks, that one reads.
  try {
    reader.check();
    return {value: JSON.parse(text), duplicates};
  } catch (error) {
    if (error instanceof JsonFault) throw new SyntaxError(error.message);
    throw error;
  }
}
