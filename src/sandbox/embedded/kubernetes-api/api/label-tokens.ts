/** A word of a label selector. `end` is where it ends. */
export interface LabelToken {
  readonly kind: 'word' | 'in' | 'notin' | '!' | '=' | '==' | '!=' | '>' | '<' | '(' | ')' | ',' | 'end' | 'wrong';
  readonly text: string;
}

const token = /\s*(?:(==|!=|[=!<>(),]+)|([^\s=!<>(),]+))/y;

/** Signs that have a meaning; a run of signs is read as long as it has one. */
const signs = ['==', '!=', '=', '!', '>', '<', '(', ')', ','] as const;

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors */
export function labelTokens(selector: string): readonly LabelToken[] {
  const tokens: LabelToken[] = [];
  token.lastIndex = 0;
  for (let found = token.exec(selector); found; found = token.exec(selector)) {
    const [, run, word] = found;
    if (word !== undefined) tokens.push({kind: word === 'in' || word === 'notin' ? word : 'word', text: word});
    if (run !== undefined) {
      const sign = signs.find((one) => run.startsWith(one));
      if (!sign) break;
      tokens.push({kind: sign, text: sign});
      token.lastIndex -= run.length - sign.length;
    }
  }
  return [...tokens, {kind: 'end', text: ''}];
}
