import type {Language} from '../observation.ts';
import type {Messages} from './en.ts';
import {en} from './en.ts';
import {zh} from './zh.ts';

export type {Messages} from './en.ts';

/** The program's sentences in a language. */
export const messages: {readonly [L in Language]: Messages} = {en, zh};

/** The system's language as the environment says it: Chinese for any zh locale, else English. */
export function systemLanguage(env: {readonly [name: string]: string | undefined}): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^zh/i.test(locale) ? 'zh' : 'en';
}
