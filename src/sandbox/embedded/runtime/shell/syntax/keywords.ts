/** Keywords a compound command begins with. */
export const openingKeywords = ['if', 'while', 'until', 'for', 'case', '{', 'function'] as const;

/** Keywords that end a list of commands. */
export const endingKeywords: ReadonlySet<string> = new Set([
  ...['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}'],
]);

/** Keywords no command can begin with. */
export const neverFirst: ReadonlySet<string> = new Set([...endingKeywords, 'in', '!']);

const keywords: ReadonlySet<string> = new Set([...openingKeywords, ...neverFirst]);

/** Whether a word is one of the grammar, where it is not quoted and a command may begin. */
export function isKeyword(text: string): boolean {
  return keywords.has(text);
}
