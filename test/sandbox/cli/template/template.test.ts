import {describe, expect, it} from 'vitest';
import {compileTemplate} from '../../../../src/sandbox/cli/template/execute.ts';
import {builtins, dockerFunctions} from '../../../../src/sandbox/cli/template/functions.ts';
import {untyped} from '../../../../src/sandbox/cli/template/value.ts';

const functions = new Map([...builtins, ...dockerFunctions]);
const world = untyped({
  Name: 'web',
  Image: 'nginx:1.27',
  Ports: [80, 443],
  Labels: {b: '2', a: '1'},
  Up: true,
  None: null,
});

function write(template: string): string {
  return compileTemplate(template, functions).execute(world);
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  }
  return 'no error';
}

describe('a template of Go', () => {
  it.each([
    ['{{.Name}}', 'web'],
    ['{{.Name | upper | printf "%s!"}}', 'WEB!'],
    ['{{title .Name}} {{lower "ABC"}} {{len .Image}}', 'Web abc 10'],
    ['{{json .Labels}} {{json .None}}', '{"a":"1","b":"2"} null'],
    ['{{.Labels}} {{.Ports}}', 'map[a:1 b:2] [80 443]'],
    ['{{join (split .Image ":") "/"}}', 'nginx/1.27'],
    ['{{index .Ports 1}} {{index .Labels "a"}}', '443 1'],
    ['{{range $i, $p := .Ports}}{{$i}}={{$p}};{{end}}', '0=80;1=443;'],
    ['{{range $k, $v := .Labels}}{{$k}}{{$v}}{{end}}', 'a1b2'],
    ['{{range .Ports}}{{if eq . 443}}{{break}}{{end}}{{.}}{{end}}', '80'],
    ['{{if and .Up (ne .Name "db")}}a{{else if .Up}}b{{else}}c{{end}}', 'a'],
    ['{{if .None}}a{{else}}c{{end}}', 'c'],
    ['{{with .Name}}[{{.}} {{$.Image}}]{{end}}', '[web nginx:1.27]'],
    ['{{$x := 1}}{{$x = 2}}{{$x}}', '2'],
    ['a {{- .Name -}} b', 'awebb'],
    ['{{/* nothing */}}x', 'x'],
    ['{{"lit"}} {{`raw\\n`}} {{12}} {{true}} {{1.5}}', 'lit raw\\n 12 true 1.5'],
    ['{{or "" "b"}} {{and "a" ""}}| {{not true}}', 'b | false'],
    ['{{lt 1 2}} {{le 2 2}} {{gt 1 2}} {{ge 1 2}} {{eq 1 2 1}}', 'true true false false true'],
    ['{{printf "%q %5s|%-5s|%d %v %05d %x" "n" "a" "b" 3 true 42 255}}', '"n"     a|b    |3 true 00042 ff'],
    ['{{println "a" 1}}', 'a 1\n'],
    ['{{print "a" 1 2 "b"}}', 'a1 2b'],
    ['{{slice .Name 1 3}} {{truncate .Image 3}} {{pad "a" 1 2}}|', 'eb ngi  a  |'],
    ['{{html "<a>"}}', '&lt;a&gt;'],
  ])('%s writes %s', (template, text) => {
    expect(write(template)).toBe(text);
  });

  it.each([
    ['{{.Name', 'template: :1: unclosed action'],
    ['{{if .Up}}', 'template: :1: unexpected EOF'],
    ['{{end}}', 'template: :1: unexpected {{end}}'],
    ['{{nosuch}}', 'template: :1: function "nosuch" not defined'],
    ['{{$y}}', 'template: :1: undefined variable "$y"'],
    ['a\n{{.x}', "template: :2: bad character U+007D '}'"],
    ['{{printf}', "template: :1: bad character U+007D '}'"],
    ['{{$x=1}}', "template: :1: bad character U+003D '='"],
    ['{{ } }}', 'template: :1: unexpected "}" in command'],
  ])('%s cannot be read: %s', (template, message) => {
    expect(messageOf(() => compileTemplate(template, functions))).toBe(message);
  });

  it('tells where it stumbled', () => {
    expect(messageOf(() => write('ab {{index .Ports 9}}'))).toBe(
      'template: :1:5: executing "" at <index .Ports 9>: error calling index: index out of range: 9',
    );
    expect(messageOf(() => write('{{split .Name}}'))).toBe(
      'template: :1:2: executing "" at <split>: wrong number of args for split: want 2 got 1',
    );
  });

  it('writes <no value> for a key that is not there, or fails when told to', () => {
    expect(write('{{.Nosuch}}')).toBe('<no value>');
    expect(() => compileTemplate('{{.Nosuch}}', functions).execute(world, {missingKeyFails: true})).toThrow(
      'map has no entry for key "Nosuch"',
    );
  });
});
