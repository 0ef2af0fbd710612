import {describe, expect, it} from 'vitest';
import {jsonPathText} from '../../../../src/sandbox/cli/kubectl/print/json-path-text.ts';

const pods = {
  items: [
    {name: 'web', ports: [80, 443], labels: {'app.kubernetes.io/name': 'shop', tier: 'front'}, ready: true},
    {name: 'db', ports: [5432], labels: {tier: 'back'}, ready: false},
    {name: 'job', ports: [], note: '<none>', ready: true},
  ],
};

const told: readonly (readonly [template: string, text: string])[] = [
  ['{.items[*].name}', 'web db job'],
  ['{.items[0].name}{"\\t"}{.items[-1].name}', 'web\tjob'],
  ['{.items[0:2].name}', 'web db'],
  ['{.items[::2].name}', 'web job'],
  ['{.items[0,2].name}', 'web job'],
  ['{range .items[*]}{.name}: {.ports[*]}{"\\n"}{end}all', 'web: 80 443\ndb: 5432\njob: \nall'],
  ['{.items[?(@.name=="db")].ports[0]}', '5432'],
  ['{.items[?(@.ready==true)].name}', 'web job'],
  ['{.items[?(@.note)].name}', 'job'],
  ['{.items[?(@.labels.tier!="back")].name}', 'web'],
  ['{.items[0].labels.app\\.kubernetes\\.io/name}', 'shop'],
  ["{.items[0].labels['app.kubernetes.io/name']}", 'shop'],
  ["{.items[0]['name','ready']}", 'web true'],
  ['{..tier}', 'front back'],
  ['{.items[0].labels}', '{"app.kubernetes.io/name":"shop","tier":"front"}'],
  ['{.items[2]}', '{"name":"job","note":"\\u003cnone\\u003e","ports":[],"ready":true}'],
  ['{$.items[1].name} and {@.items[1].ready}', 'db and false'],
  ['no braces', 'no braces'],
  ['{.items[9:9].name}{.nothing.there}', ''],
];

const refused: readonly (readonly [template: string, reason: string])[] = [
  ['{.items', 'error parsing jsonpath {.items, unclosed action'],
  ['{end}', 'error parsing jsonpath {end}, not in range, nothing to end'],
  ['{.items[0}', 'error parsing jsonpath {.items[0}, unterminated array'],
  ['{.items[?(@.x=="y"]}', 'error parsing jsonpath {.items[?(@.x=="y"]}, unterminated filter'],
  ['{foo}', 'error parsing jsonpath {foo}, unrecognized identifier foo'],
  ['{#}', "error parsing jsonpath {#}, unrecognized character in action: U+0023 '#'"],
  ['{.items[9].name}', 'array index out of bounds: index 9, length 3'],
  ['{.items[0].name[0]}', 'web is not array or slice'],
];

describe("kubectl's JSONPath", () => {
  it.each(told)('%s leads to %j', (template, text) => {
    expect(jsonPathText(template, {allowMissingKeys: true})(pods)).toBe(text);
  });

  it.each(refused)('%s is refused: %s', (template, reason) => {
    expect(() => jsonPathText(template, {allowMissingKeys: true})(pods)).toThrow(reason);
  });

  it('says which key is missing where none may be', () => {
    expect(() => jsonPathText('{.items[0].nope}', {allowMissingKeys: false})(pods)).toThrow('nope is not found');
  });

  it('gives the results as one JSON list when asked', () => {
    const text = jsonPathText('{.items[0].ports[*]}', {allowMissingKeys: true, asJson: true})(pods);
    expect(text).toBe('[\n    80,\n    443\n]\n');
  });
});
