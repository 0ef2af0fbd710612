import {checksOf} from '../../checks-of.ts';
import {words} from '../../lessons/diagnose/index.ts';
import {localised} from '../../lessons/lesson.ts';
import type {Language} from '../../observation.ts';
import type {Teller} from '../../ui/picture.ts';
import {checkName} from '../text.ts';

/** Turns data into words of one language for the screen, which knows no lesson code. */
export function createTeller(language: Language): Teller {
  return {
    text: (text) => localised(text, language),
    says: (verdict) => words(verdict, language).says,
    check: checkName,
    checksOf,
    sentences: ({remember}) => remember[language] ?? remember.en ?? [],
  };
}
