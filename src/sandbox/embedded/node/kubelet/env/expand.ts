/**
 * A text with `$(NAME)` replaced by the value of that variable; `$$` is one dollar, and what nobody defines stays as it is.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function expand(text: string, values: ReadonlyMap<string, string>): string {
  if (!text.includes('$')) return text;
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole, what: string, name: string | undefined) => {
    if (what === '$') return '$';
    return name === undefined ? whole : (values.get(name) ?? whole);
  });
}
