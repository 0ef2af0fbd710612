/** The first line of every usage text; it does not claim to be the real one. */
export const banner = 'BusyBox v1.36.1 (k8s-learn simulation) multi-call binary.';

const width = 80;

export function usageOf(name: string, usage: string): string {
  return usage === '' ? `${banner}\n\nUsage: ${name}\n` : `${banner}\n\nUsage: ${name} ${usage}\n`;
}

/** What `busybox` alone prints: all names, wrapped. */
export function busyboxUsage(names: readonly string[]): string {
  const lines: string[] = [];
  let line = '';
  for (const [index, name] of names.entries()) {
    const word = index === names.length - 1 ? name : `${name},`;
    if (line !== '' && 8 + line.length + 1 + word.length >= width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  lines.push(line);
  return `${banner}
A simulation for learning: its applets behave as those of BusyBox do.

Usage: busybox [function [arguments]...]
   or: busybox --list[-full]
   or: function [arguments]...

\tOne program in the place of many: it does what the name says
\tthat it is called by.

Currently defined functions:
${lines.map((each) => `\t${each}\n`).join('')}`;
}
