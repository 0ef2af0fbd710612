import {describe, expect, it} from 'vitest';
import {threeWayPatch, twoWayPatch} from '../../../../../src/sandbox/cli/kubectl/patch/three-way.ts';

const strategic = {kind: 'strategic', of: 'Deployment'} as const;
const merge = {kind: 'merge'} as const;

describe('threeWayPatch', () => {
  it('is empty when what is wanted is there', () => {
    expect(threeWayPatch({original: {a: 1}, modified: {a: 1}, current: {a: 1, b: 2}}, strategic)).toEqual({});
  });

  it('removes what was wanted before, and nothing that others have set', () => {
    const ways = {original: {a: 1, b: 2}, modified: {a: 3}, current: {a: 1, b: 2, c: 4}};
    expect(threeWayPatch(ways, strategic)).toEqual({a: 3, b: null});
  });

  it('changes the items of a list by their key', () => {
    const list = (...containers: readonly object[]) => ({spec: {containers}});
    const ways = {
      original: list({name: 'a', image: '1'}, {name: 'gone'}),
      modified: list({name: 'a', image: '2'}, {name: 'new'}),
      current: list({name: 'a', image: '1', more: true}, {name: 'gone'}, {name: 'injected'}),
    };
    expect(threeWayPatch(ways, strategic)).toEqual({
      spec: {
        '$setElementOrder/containers': [{name: 'a'}, {name: 'new'}],
        containers: [{name: 'a', image: '2'}, {name: 'new'}, {$patch: 'delete', name: 'gone'}],
      },
    });
  });

  it('replaces lists as a whole where nobody knows their key', () => {
    const ways = {original: {}, modified: {containers: [{name: 'a'}]}, current: {containers: [{name: 'b'}]}};
    expect(threeWayPatch(ways, merge)).toEqual({containers: [{name: 'a'}]});
  });

  it('keeps of a strategy only the fields of its kind', () => {
    const ways = {
      original: {},
      modified: {strategy: {type: 'Recreate'}},
      current: {strategy: {type: 'RollingUpdate', rollingUpdate: {maxSurge: 1}}},
    };
    expect(threeWayPatch(ways, strategic)).toEqual({strategy: {$retainKeys: ['type'], type: 'Recreate'}});
  });

  it('adds to a set and takes out of it', () => {
    const ways = {
      original: {finalizers: ['a', 'b']},
      modified: {finalizers: ['b', 'c']},
      current: {finalizers: ['a', 'b', 'x']},
    };
    expect(threeWayPatch(ways, strategic)).toEqual({
      '$deleteFromPrimitiveList/finalizers': ['a'],
      '$setElementOrder/finalizers': ['b', 'c'],
      finalizers: ['c'],
    });
  });
});

describe('twoWayPatch', () => {
  it('says how one object becomes the other', () => {
    expect(twoWayPatch({a: {b: 1, c: 2}}, {a: {c: 3}}, merge)).toEqual({a: {b: null, c: 3}});
  });
});
