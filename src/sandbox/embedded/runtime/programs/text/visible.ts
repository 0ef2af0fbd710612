/** Bytes (one character each) as `cat -v` shows them: ^A, M-a; newlines and, unless asked for, tabs stay. */
export function visibleBytes(text: string, {tabs, ends}: {readonly tabs: boolean; readonly ends: boolean}): string {
  let shown = '';
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (character === '\n') shown += ends ? '$\n' : '\n';
    else if (character === '\t' && !tabs) shown += '\t';
    else shown += code < 128 ? caret(code) : `M-${caret(code - 128)}`;
  }
  return shown;
}

function caret(code: number): string {
  if (code < 32) return `^${String.fromCharCode(code + 64)}`;
  return code === 127 ? '^?' : String.fromCharCode(code);
}
