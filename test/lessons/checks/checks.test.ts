import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {checkTypes, evaluate, subjectOf} from '../../../src/lessons/checks/index.ts';
import type {Observation, Params, Verdict} from '../../../src/observation.ts';
import {tables} from './tables/index.ts';
import type {Row, Table} from './tables/table.ts';

const place = {file: 'lesson.md', line: 1, column: 1};

describe.each(tables)('the check $type', ({type, rows}) => {
  it.each(rows)('$title', ({params, seen, verdict}) => {
    expect(checkTypes[type]?.params.safeParse(params).error).toBeUndefined();
    expect(evaluate({type, params, place}, seen)).toEqual(verdict);
  });
});

describe('the check types', () => {
  it('are all the files that define one, each under the word its file is named after', () => {
    const folder = new URL('../../../src/lessons/checks/', import.meta.url);
    const defining = readdirSync(folder).filter((name) =>
      /= defineCheck\(/.test(readFileSync(new URL(name, folder), 'utf8')),
    );
    expect(defining.map((name) => name.replace('.ts', '')).sort()).toEqual(Object.keys(checkTypes).sort());
    for (const [name, check] of Object.entries(checkTypes)) expect(check.type).toBe(name);
  });

  it('all have a table', () => {
    expect(tables.map(({type}) => type).sort()).toEqual(Object.keys(checkTypes).sort());
  });

  it('know nothing that an object has by nature', () => {
    expect(checkTypes['constructor']).toBeUndefined();
    expect(() => subjectOf({type: 'toString', params: {}, place}, 'step')).toThrow(
      'lesson.md:1:1 unknown check type "toString"',
    );
  });
});

/** How many rows of a table an evaluate gets wrong. */
function broken({rows}: Table, mutant: (row: Row) => Verdict): number {
  return rows.filter((row) => JSON.stringify(mutant(row)) !== JSON.stringify(row.verdict)).length;
}

function judge(type: string, params: Params, seen: Observation): Verdict {
  return evaluate({type, params, place}, seen);
}

describe.each(tables)('the table of $type catches a broken evaluate', (table) => {
  it('that always passes', () => {
    expect(broken(table, () => ({verdict: 'passed'}))).toBeGreaterThan(0);
  });

  it('that never passes', () => {
    expect(broken(table, () => ({verdict: 'unmet', cause: 'differs', params: {}}))).toBeGreaterThan(0);
  });

  it('that takes an object that is there for enough, or one that is not for none', () => {
    const careless = ({params, seen}: Row): Verdict =>
      seen.state === 'present' ? {verdict: 'passed'} : judge(table.type, params, seen);
    expect(broken(table, careless)).toBeGreaterThan(0);
    expect(broken(table, ({params}) => judge(table.type, params, {state: 'absent', similar: []}))).toBeGreaterThan(0);
  });

  it('that takes an environment in trouble for the learner’s mistake', () => {
    if (table.type === 'quiz') return;
    const blaming = ({params, seen}: Row): Verdict => {
      const verdict = judge(table.type, params, seen);
      return verdict.verdict === 'blocked' ? {...verdict, verdict: 'unmet'} : verdict;
    };
    // A registry is the learner's own: what else can be in its way, the container check's table shows.
    if (table.type !== 'registry') expect(broken(table, blaming)).toBeGreaterThan(0);
  });

  it('that overlooks one parameter', () => {
    const optional = new Set(table.rows.flatMap(({params}) => Object.keys(params)));
    const overlooked = [...optional].filter((key) => {
      const blind = ({params, seen}: Row): Verdict => {
        const {[key]: _, ...rest} = params;
        return checkTypes[table.type]?.params.safeParse(rest).success
          ? judge(table.type, rest, seen)
          : {verdict: 'passed'};
      };
      return broken(table, blind) === 0;
    });
    expect(overlooked).toEqual([]);
  });
});
