import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {civilTime, daysOf, formatTime, months} from '../text/calendar.ts';
import {parseDate} from '../text/dates.ts';
import {numberWithin} from '../text/numbers.ts';

const isoForms: {readonly [name: string]: string} = {
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};

export const date = defineApplet({
  names: ['date'],
  usage: `[OPTIONS] [+FMT] [[-s] TIME]

Print the time

	-u		In UTC
	-d TIME		TIME instead of now
	-D FMT		How TIME is written
	-r FILE		When FILE was changed last
	-R		As mail has it
	-I[SPEC]	As ISO 8601 has it: date, hours, minutes, seconds, ns
TIMEs: @SECONDS, hh:mm[:ss], YYYY-MM-DD [hh:mm[:ss]], [[YY]YY]MMDDhhmm[.ss]`,
  options: {
    short: 'Rs:ud:r:I::D:',
    long: {'rfc-822': 'R', 'rfc-2822': 'R', set: 's', utc: 'u', date: 'd', reference: 'r'},
  },
  async run(call) {
    const {process} = call;
    const zone = call.has('u') ? 'UTC0' : process.env.get('TZ');
    const [format, ...rest] = call.operands[0]?.startsWith('+') ? call.operands : [undefined, ...call.operands];
    const setting = call.options.value('s') ?? rest[0];
    if (rest.length > 1) throw new UsageError('');
    const time = civilTime(timeAsked(call, setting, zone), zone);
    if (setting !== undefined) await call.complain("can't set date: Operation not permitted");
    await call.print(`${formatTime(formatOf(call, format), time)}\n`);
    return setting === undefined ? 0 : 1;
  },
});

function timeAsked(call: Call, setting: string | undefined, zone: string | undefined): number {
  const {process} = call;
  const file = call.options.value('r');
  if (file !== undefined) {
    const stat = process.files.stat(file);
    if (!stat) throw new Failure(`can't stat '${file}': No such file or directory`);
    return stat.modifiedMs;
  }
  const text = call.options.value('d') ?? setting;
  if (text === undefined) return process.now();
  const form = call.options.value('D');
  return form === undefined ? parseDate(text, {now: process.now(), zone}) : parseAs(text, form, zone, process.now());
}

function formatOf(call: Call, asked: string | undefined): string {
  if (asked !== undefined) return asked.slice(1);
  if (call.has('R')) return '%a, %d %b %Y %H:%M:%S %z';
  if (!call.has('I')) return '%a %b %e %H:%M:%S %Z %Y';
  const spec = call.options.value('I') ?? 'date';
  const name = Object.keys(isoForms).find((each) => each.startsWith(spec));
  if (name === undefined) throw new UsageError('');
  return isoForms[name] ?? '';
}

/** Reads a time as a format of strptime says. Throws Failure. */
function parseAs(text: string, form: string, zone: string | undefined, now: number): number {
  const parts: {[letter: string]: number} = {};
  const letters: string[] = [];
  const pattern = form
    .replace('%T', '%H:%M:%S')
    .replace('%F', '%Y-%m-%d')
    .replace(/%([a-zA-Z%])|[\s\S]/g, (whole, letter?: string) => {
      if (letter === undefined) return whole.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
      if (letter === '%') return '%';
      letters.push(letter);
      return letter === 'b' || letter === 'B' || letter === 'h'
        ? '([A-Za-z]+)'
        : letter === 'Y'
          ? '(\\d{4})'
          : letter === 's'
            ? '(\\d+)'
            : '(\\d{1,2})';
    });
  const found = new RegExp(`^${pattern}`).exec(text);
  if (!found) throw new Failure(`invalid date '${text}'`);
  for (const [index, letter] of letters.entries()) {
    const part = found[index + 1] ?? '';
    parts[letter] = 'bBh'.includes(letter)
      ? months.findIndex((month) => month.toLowerCase().startsWith(part.slice(0, 3).toLowerCase())) + 1
      : Number(part);
  }
  if (parts['s'] !== undefined) return parts['s'] * 1000;
  const today = civilTime(now, zone);
  const year = parts['Y'] ?? (parts['y'] === undefined ? today.year : 2000 + parts['y']);
  const month = parts['m'] ?? parts['b'] ?? parts['B'] ?? parts['h'] ?? today.month;
  const days = daysOf(year, month, parts['d'] ?? parts['e'] ?? today.day);
  const seconds = (parts['H'] ?? 0) * 3600 + (parts['M'] ?? 0) * 60 + (parts['S'] ?? 0);
  return (days * 86_400 + seconds) * 1000 - today.offsetMinutes * 60_000;
}

export const cal = defineApplet({
  names: ['cal'],
  usage: '[-jmy] [[MONTH] YEAR]\n\nPrint a calendar\n\n\t-m\tWeeks begin on Monday\n\t-y\tThe whole year',
  options: {short: 'jmy'},
  operands: [0, 2],
  async run(call) {
    const now = civilTime(call.process.now(), call.process.env.get('TZ'));
    const [first, second] = call.operands;
    const year = first === undefined ? now.year : numberWithin(second ?? first, 1, 9999);
    const month = second === undefined ? now.month : numberWithin(first ?? '', 1, 12);
    const isYear = call.has('y') || (first !== undefined && second === undefined);
    if (!isYear) await call.print(`${monthLines(year, month, call.has('m'), true).join('\n')}\n`);
    else {
      await call.print(`${' '.repeat(Math.floor((66 - String(year).length) / 2))}${year}\n\n`);
      for (let row = 1; row <= 12; row += 3) {
        const three = [0, 1, 2].map((offset) => monthLines(year, row + offset, call.has('m'), false));
        for (let line = 0; line < 8; line += 1)
          await call.print(
            `${three
              .map((lines) => (lines[line] ?? '').padEnd(20))
              .join('   ')
              .trimEnd()}\n`,
          );
      }
    }
    return 0;
  },
});

function monthLines(year: number, month: number, startsOnMonday: boolean, withYear: boolean): readonly string[] {
  const name = `${months[month - 1] ?? ''}${withYear ? ` ${year}` : ''}`;
  const title = `${' '.repeat(Math.floor((20 - name.length) / 2))}${name}`;
  const first = daysOf(year, month, 1);
  const count = daysOf(year, month + 1, 1) - first;
  const weekday = (((first + 4 - (startsOnMonday ? 1 : 0)) % 7) + 7) % 7;
  const cells = [
    ...Array.from({length: weekday}, () => '  '),
    ...Array.from({length: count}, (_, day) => String(day + 1).padStart(2)),
  ];
  const weeks = Array.from({length: 6}, (_, week) => cells.slice(week * 7, week * 7 + 7).join(' ') || ' '.repeat(21));
  return [title, startsOnMonday ? 'Mo Tu We Th Fr Sa Su' : 'Su Mo Tu We Th Fr Sa', ...weeks];
}
