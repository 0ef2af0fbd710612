import type {Json, Language, Params, Verdict} from '../../observation.ts';
import {causes} from './causes.ts';
import type {Sentence, Texts, Words} from './diagnosis.ts';
import {none, term} from './glossary.ts';
import {lookingFailed} from './looking-failed.ts';

const LONGEST_VALUE = 160;
/** Where a Chinese value meets the sentence; control characters never come from a parameter. */
const SEAM = '\0';

/** A verdict in the words of its cause. A cause nobody wrote words for is told as it is, never thrown. */
export function words(verdict: Exclude<Verdict, {verdict: 'passed'}>, language: Language): Words {
  const known = causes.find(({cause}) => cause === verdict.cause);
  const params: Params = known ? verdict.params : {object: verdict.cause, reason: JSON.stringify(verdict.params)};
  const {says, variant, params: names} = known ?? lookingFailed;
  const texts = Object.fromEntries(names.map((name) => [name, plainText(params[name], language)]));
  const sentence = says[variant?.(texts) ?? ''] ?? says['usual'] ?? Object.values(says)[0];
  const {expected, seen} = verdict.params;
  return {
    says:
      sentence === undefined
        ? verdict.cause
        : filled(params['untried'] === true ? early(sentence) : sentence, texts, language),
    ...(expected === undefined ? {} : {expected: spoken('expected', plainText(expected, language), language)}),
    ...(seen === undefined ? {} : {seen: spoken('seen', plainText(seen, language), language)}),
  };
}

/** The sentence for a learner who has tried nothing yet: what is there and what is asked for, not what to type. */
function early({en, zh}: Sentence): Sentence {
  return {en: withoutMarked(en), zh: withoutMarked(zh)};
}

function withoutMarked(text: string): string {
  return text.replace(/‹[^›]*›/g, '');
}

/** A sentence with its parameters in it. */
export function filled(sentence: Sentence, texts: Texts, language: Language): string {
  const kept = sentence[language]
    .replace(/[‹›]/g, '')
    .replace(/\[([^\]]*)\]/g, (_, part: string) =>
      placeholders(part).every((name) => texts[name] !== undefined && texts[name] !== '') ? part : '',
    );
  const text = kept.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = spoken(name, texts[name] ?? '', language);
    return value.replace(/^(?=[\p{Script=Han}（])/u, SEAM).replace(/(?<=[\p{Script=Han}）])$/u, SEAM);
  });
  // A glossary word may open a sentence; a name or an address stays as it is.
  const joined = seamless(text);
  return kept.startsWith('{kind}') ? joined.charAt(0).toUpperCase() + joined.slice(1) : joined;
}

/** A space stands between Han and Latin, and not between Han and Han. */
function seamless(text: string): string {
  return text
    .replace(/(?<=[\p{Script=Han}，。；：）]) \0/gu, '')
    .replace(/\0 (?=[\p{Script=Han}（])/gu, '')
    .replaceAll(SEAM, '');
}

/** Names of the parameters a sentence uses. */
export function placeholders(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

function spoken(name: string, text: string, language: Language): string {
  if (text === '' && (name === 'seen' || name === 'expected')) return none[language];
  return term(name, text, language);
}

/** Names and log lines come from containers: nothing in them may reach the terminal as a control sequence. */
function plainText(value: Json | undefined, language: Language): string {
  if (Array.isArray(value)) {
    return value.map((item) => plainText(item, language)).join(language === 'zh' ? '、' : ', ');
  }
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const clean = text
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  return clean.length > LONGEST_VALUE ? `${clean.slice(0, LONGEST_VALUE - 1)}…` : clean;
}
