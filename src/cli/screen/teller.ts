import {checksOf} from '../../checks-of.ts';
import type {Words} from '../../lessons/diagnose/diagnosis.ts';
import {localised} from '../../lessons/lesson.ts';
import {messages} from '../../messages/index.ts';
import type {Language, Verdict} from '../../observation.ts';
import type {Teller} from '../../ui/picture.ts';
import {checkName} from '../check-name.ts';

/** A verdict in the words of its cause. */
export type SayVerdict = (verdict: Exclude<Verdict, {verdict: 'passed'}>, language: Language) => Words;

/**
 * Turns data into words of one language for the screen, which knows no lesson code. The words of the causes are
 * loaded behind the first picture: no verdict is there before them.
 */
export function createTeller(language: Language, sayVerdict: SayVerdict | undefined): Teller {
  return {
    text: (text) => localised(text, language),
    says: (verdict) => sayVerdict?.(verdict, language).says ?? '',
    check: (check) => shortName(check, language),
    checksOf,
    sentences: ({remember}) => remember[language] ?? remember.en ?? [],
  };
}

/** What a check looks at, as a learner would call it; a type without words of its own keeps its plain name. */
function shortName(check: Parameters<typeof checkName>[0], language: Language): string {
  const {checkNames} = messages[language];
  const {type, params} = check;
  const text = (name: string): string | undefined => {
    const value = params[name];
    return typeof value === 'string' ? value : undefined;
  };
  switch (type) {
    case 'container':
      return text('name') === undefined
        ? checkNames.containerOf(text('of') ?? '')
        : checkNames.container(text('name') ?? '');
    case 'image':
    case 'registry':
      return checkNames[type](text('reference') ?? '');
    case 'network':
    case 'volume':
      return checkNames[type](text('name') ?? '');
    case 'absent':
      for (const kind of ['container', 'image', 'network', 'volume'] as const) {
        const name = text(kind);
        if (name !== undefined) return checkNames.absent(checkNames[kind](name));
      }
      return checkNames.absent(objectName(params['object']) ?? checkName(check));
    case 'object':
      return objectName(params) ?? checkName(check);
    case 'cluster':
      return checkNames.cluster;
    case 'http':
      return checkNames.http((text('url') ?? `${text('of') ?? ''}:${params['port'] ?? ''}`).replace(/^http:\/\//, ''));
    case 'command':
      return checkNames.command([text('ran'), text('target')].filter(Boolean).join(' '));
    case 'file':
      return checkNames.file(text('path') ?? '');
    case 'logs':
      return checkNames.logs(text('pod') ?? text('container') ?? '');
    case 'quiz':
      return checkNames.quiz;
    default:
      return checkName(check);
  }
}

/** `Pod web`, `Pod app=web`: kinds are called the same in every language. */
function objectName(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || !('kind' in given)) return undefined;
  const {kind, name, selector} = given as {readonly [key: string]: unknown};
  return [kind, name ?? selector].filter((word) => typeof word === 'string').join(' ');
}
