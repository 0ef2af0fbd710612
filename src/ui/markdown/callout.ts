import type {Language} from '../../observation.ts';
import type {Role} from '../palette.ts';

/** A callout of GitHub's kind: how it is headed and in which colour. */
export interface Callout {
  readonly role: Role;
  readonly title: {readonly [L in Language]: string};
}

/** Reads `[!NOTE]` at the beginning of a quote: the callout and the length of the mark. */
export function calloutOf(text: string): {readonly callout: Callout; readonly length: number} | undefined {
  const [whole, name = ''] = /^\[!([A-Z]+)\][^\S\n]*\n?/.exec(text) ?? [];
  const callout = callouts[name];
  return whole === undefined || !callout ? undefined : {callout, length: whole.length};
}

const callouts: {readonly [name: string]: Callout} = {
  NOTE: {role: 'note', title: {en: 'Note', zh: '说明'}},
  TIP: {role: 'tip', title: {en: 'Tip', zh: '窍门'}},
  IMPORTANT: {role: 'important', title: {en: 'Important', zh: '重要'}},
  WARNING: {role: 'warning', title: {en: 'Warning', zh: '当心'}},
  CAUTION: {role: 'caution', title: {en: 'Caution', zh: '危险'}},
  HINT: {role: 'tip', title: {en: 'Hint', zh: '提示'}},
};
