export {causes} from './causes.ts';
export {diagnose} from './diagnose.ts';
export type {Case, Diagnosis, Sentence, Words} from './diagnosis.ts';
export {words} from './words.ts';
