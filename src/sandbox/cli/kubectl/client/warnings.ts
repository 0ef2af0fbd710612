/** The texts of Warning headers, joined as HTTP joins headers: `299 - "text", 299 - "text"`. RFC 7234, 5.5. */
export function warningsOf(header: string): readonly string[] {
  return [...header.matchAll(/\b299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1'));
}
