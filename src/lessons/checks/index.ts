export type {CheckType} from './check.ts';
export {knownCommands, verbsOf} from './docker-verbs.ts';
export {checkTypes, evaluate, subjectOf} from './evaluate.ts';
export * from './types.ts';
