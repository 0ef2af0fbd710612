/** Letters and digits that make no words. https://pkg.go.dev/k8s.io/apimachinery/pkg/util/rand */
const suffixLetters = 'bcdfghjklmnpqrstvwxz2456789';

export function suffix(random: (count: number) => Uint8Array, length: number): string {
  return [...random(length)].map((byte) => suffixLetters[byte % suffixLetters.length]).join('');
}

/** A random UUID. https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-4 */
export function uuid(random: (count: number) => Uint8Array): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}
