import {addingCases} from './adding.ts';
import type {BuildCase} from './build-case.ts';
import {cachingCases} from './caching.ts';
import {callingCases} from './calling.ts';
import {configurationCases} from './configuration.ts';
import {copyingCases} from './copying.ts';
import {parsingCases} from './parsing.ts';
import {runningCases} from './running.ts';
import {variableCases} from './variables.ts';

/** Every case of the corpus, by what it is about. */
export const corpus: {readonly [topic: string]: readonly BuildCase[]} = {
  parsing: parsingCases,
  configuration: configurationCases,
  variables: variableCases,
  running: runningCases,
  copying: copyingCases,
  adding: addingCases,
  caching: cachingCases,
  calling: callingCases,
};
