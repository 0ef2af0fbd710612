import {describe, expect, it} from 'vitest';
import {bool, csv, duration, int, list, text, uint} from '../../../../src/sandbox/cli/cobra/flag-kinds.ts';
import {parseFlags} from '../../../../src/sandbox/cli/cobra/parse-flags.ts';

const all = bool('all', {short: 'a', usage: ''});
const interactive = bool('interactive', {short: 'i', usage: ''});
const proxy = bool('sig-proxy', {usage: '', initial: true});
const name = text('name', {short: 'n', usage: '', aliases: ['called']});
const publish = list('publish', {short: 'p', usage: ''});
const count = int('tail', {usage: ''});
const port = uint('port', {usage: '', bits: 16});
const wait = duration('wait', {usage: ''});
const caps = csv('caps', {usage: ''});
const flags = [all, interactive, proxy, name, publish, count, port, wait, caps];

function parse(line: string, stopsAtFirst = false) {
  return parseFlags(line.split(' ').filter(Boolean), {flags, stopsAtFirst});
}

describe('a command line in the reading of pflag', () => {
  it('takes letters together, the last one with its value joined, after = or in the next word', () => {
    for (const line of ['-aip8080:80', '-aip=8080:80', '-aip 8080:80']) {
      const parsed = parse(line);
      expect([parsed.get(all), parsed.get(interactive), parsed.get(publish)]).toEqual([true, true, ['8080:80']]);
      expect(parsed.args).toEqual([]);
    }
  });

  it('takes a long flag with = or the next word, and by its other name', () => {
    expect(parse('--name=x=y').get(name)).toBe('x=y');
    expect(parse('--name --all').get(name)).toBe('--all');
    expect(parse('--called x').get(name)).toBe('x');
    expect(parse('--name=').get(name)).toBe('');
  });

  it('leaves the next word alone after a switch', () => {
    const parsed = parse('--sig-proxy false');
    expect([parsed.get(proxy), parsed.args]).toEqual([true, ['false']]);
    expect(parse('--sig-proxy=false').get(proxy)).toBe(false);
  });

  it('gathers lists in order, and keeps the last of single values', () => {
    expect(parse('-p 1 -p 2,3').get(publish)).toEqual(['1', '2,3']);
    expect(parse('--caps a,b --caps "c"').get(caps)).toEqual(['a', 'b', 'c']);
    expect(parse('-n a -n b').get(name)).toBe('b');
  });

  it('finds flags after arguments, unless the command stops at its first', () => {
    expect(parse('image -a').args).toEqual(['image']);
    const stopped = parse('-i image ls -a --nosuch', true);
    expect([stopped.args, stopped.get(all), stopped.get(interactive)]).toEqual([
      ['image', 'ls', '-a', '--nosuch'],
      false,
      true,
    ]);
  });

  it('takes everything after -- for arguments, and - for one', () => {
    expect(parse('a -- -a --').args).toEqual(['a', '-a', '--']);
    expect(parse('-').args).toEqual(['-']);
  });

  it('knows what was given from what is so by default', () => {
    const parsed = parse('--sig-proxy=true');
    expect([parsed.changed(proxy), parsed.changed(all), parsed.get(count)]).toEqual([true, false, 0]);
  });

  it.each([
    ['--nosuch', 'unknown flag: --nosuch'],
    ['--nosuch=1', 'unknown flag: --nosuch'],
    ['-ax', "unknown shorthand flag: 'x' in -x"],
    ['-xa', "unknown shorthand flag: 'x' in -xa"],
    ['--name', 'flag needs an argument: --name'],
    ['-an', "flag needs an argument: 'n' in -n"],
    ['--=x', 'bad flag syntax: --=x'],
    ['---all', 'bad flag syntax: ---all'],
    ['--all=x', 'invalid argument "x" for "-a, --all" flag: strconv.ParseBool: parsing "x": invalid syntax'],
    ['--tail=x', 'invalid argument "x" for "--tail" flag: strconv.ParseInt: parsing "x": invalid syntax'],
    ['--port=-1', 'invalid argument "-1" for "--port" flag: strconv.ParseUint: parsing "-1": invalid syntax'],
    [
      '--port=65536',
      'invalid argument "65536" for "--port" flag: strconv.ParseUint: parsing "65536": value out of range',
    ],
    ['--wait=5', 'invalid argument "5" for "--wait" flag: time: missing unit in duration "5"'],
  ])('refuses %s in its words', (line, message) => {
    expect(() => parse(line)).toThrow(new Error(message));
  });
});
