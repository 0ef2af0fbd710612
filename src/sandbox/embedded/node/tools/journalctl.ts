import type {Process, Program} from '../../runtime/process/process.ts';
import type {Backplane} from '../backplane.ts';
import type {JournalLine} from '../boot/journal.ts';

interface Wish {
  readonly unit: string | undefined;
  readonly last: number | undefined;
  readonly follow: boolean;
  readonly bare: boolean;
  readonly reverse: boolean;
}

/** Shows what the services of a node have logged. https://man7.org/linux/man-pages/man1/journalctl.1.html */
export function journalctlProgram(backplane: Backplane): Program {
  return {name: 'journalctl', main: (process) => runJournalctl(process, backplane)};
}

async function runJournalctl(process: Process, backplane: Backplane): Promise<number> {
  const journal = backplane.machines.get(process.space.network.base)?.journal;
  if (!journal) {
    await process.print('-- No entries --\n');
    return 0;
  }
  const wish = parseWish(process.argv.slice(1));
  const text = (line: JournalLine): string => (wish.bare ? `${line.text}\n` : lineText(process, line));
  const lines = journal.lines(wish.unit);
  const shown = wish.last === undefined ? lines : lines.slice(-wish.last || lines.length);
  if (shown.length === 0) await process.print('-- No entries --\n');
  for (const line of wish.reverse ? [...shown].reverse() : shown) await process.print(text(line));
  if (!wish.follow) return 0;
  const rest: JournalLine[] = [];
  let wake = (): void => {};
  const stop = journal.onLine((line) => {
    if (wish.unit !== undefined && line.unit !== wish.unit) return;
    rest.push(line);
    wake();
  });
  process.signal.addEventListener('abort', stop, {once: true});
  for (;;) {
    for (const line of rest.splice(0)) await process.print(text(line));
    const more = new Promise<void>((resolve) => {
      wake = resolve;
    });
    if (rest.length === 0) await process.wait(more);
  }
}

function parseWish(args: readonly string[]): Wish {
  let [unit, last]: [string | undefined, number | undefined] = [undefined, undefined];
  const words = new Set<string>();
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    const [, flag = arg, value] = /^(-[un]|--unit=|--lines=)(.+)$/.exec(arg) ?? [];
    const given = value ?? args[index + 1] ?? '';
    if (/^(-u|--unit=?)$/.test(flag)) unit = given.replace(/\.service$/, '');
    else if (/^(-n|--lines=?)$/.test(flag)) last = Number(given) || 10;
    else words.add(arg);
    if (/^(-u|-n|--unit|--lines)$/.test(arg)) index += 1;
  }
  const isBare = words.has('-ocat') || words.has('--output=cat') || (words.has('-o') && words.has('cat'));
  const has = (...names: readonly string[]): boolean => names.some((name) => words.has(name));
  return {unit, last, follow: has('-f', '--follow'), bare: isBare, reverse: has('-r', '--reverse')};
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Nov 27 20:42:00 k8s-learn-worker kubelet[231]: …` */
function lineText({space}: Process, {at, unit, pid, text}: JournalLine): string {
  const [, month = '', day = '', time = ''] = /^\d+-(\d+)-(\d+)T([\d:]+)/.exec(new Date(at).toISOString()) ?? [];
  return `${months[Number(month) - 1] ?? ''} ${day} ${time} ${space.hostname} ${unit}[${pid}]: ${text}\n`;
}
