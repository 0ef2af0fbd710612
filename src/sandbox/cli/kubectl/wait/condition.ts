import {compileJsonPath} from '../../jsonpath/execute.ts';
import {at, type Json, number, objects, text} from '../json.ts';
import {relaxedPath, resultText} from '../print/json-path-text.ts';

/** What is waited for. */
export type Goal =
  | {readonly kind: 'delete'}
  | {readonly kind: 'create'}
  | {readonly kind: 'state'; isMet(object: Json): boolean};

/** Reads `--for`; throws in kubectl's words. */
export function parseGoal(given: string): Goal {
  const lower = given.toLowerCase();
  if (lower === 'delete') return {kind: 'delete'};
  if (lower === 'create') return {kind: 'create'};
  if (given.startsWith('condition=')) return conditionGoal(given.slice('condition='.length));
  if (given.startsWith('jsonpath=')) return jsonPathGoal(given.slice('jsonpath='.length));
  throw new Error(`unrecognized condition: ${JSON.stringify(given)}`);
}

function conditionGoal(given: string): Goal {
  const [name = '', status = 'true'] = given.split('=');
  return {
    kind: 'state',
    isMet(found) {
      const condition = objects(at(found, 'status', 'conditions')).find(
        ({type}) => text(type).toLowerCase() === name.toLowerCase(),
      );
      if (condition === undefined || text(condition['status']).toLowerCase() !== status.toLowerCase()) return false;
      const generation = number(at(found, 'metadata', 'generation'));
      // What was observed of an older state says nothing of this one.
      const observed = condition['observedGeneration'] ?? at(found, 'status', 'observedGeneration');
      return typeof observed !== 'number' || observed >= generation;
    },
  };
}

function jsonPathGoal(given: string): Goal {
  const {path, value} = splitJsonPath(given);
  const compiled = compilePath(path);
  return {
    kind: 'state',
    isMet(found) {
      const results = compiled.find(found).flat();
      const [first] = results;
      if (results.length === 0) return false;
      if (value === undefined) return true;
      if (results.length > 1) throw new Error('given jsonpath expression matches more than one value');
      if (typeof first === 'object' && first !== null) {
        throw new Error('jsonpath leads to a nested object or list which is not supported');
      }
      return resultText(first) === value;
    },
  };
}

function splitJsonPath(given: string): {readonly path: string; readonly value: string | undefined} {
  const unquoted = given.replace(/^(['"])(.*)\1$/s, '$2');
  const braced = /^(\{.*?\})(?:=(.*))?$/s.exec(unquoted);
  const plain = /^([^=]*)(?:=(.*))?$/s.exec(unquoted);
  const [, path = '', value] = braced ?? plain ?? [];
  if (path === '' || path === '{}')
    throw new Error(
      "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
    );
  if (value === '')
    throw new Error(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  return {path, value: value?.replace(/^(['"])(.*)\1$/s, '$2')};
}

function compilePath(path: string) {
  return compileJsonPath(relaxedPath(path), {allowMissingKeys: true});
}
