import type {Command, Entry} from '../cobra/command.ts';
import type {Flag} from '../cobra/flag.ts';
import {flagUsages} from '../cobra/flag-usages.ts';
import {type Place, withHelp} from '../cobra/run.ts';
import type {Docker} from './app.ts';
import type {ServerAbout} from './engine/engine.ts';
import {isOffered} from './needs.ts';

const intro = 'A self-sufficient runtime for containers';
const headings = ['Common Commands', 'Management Commands', 'Swarm Commands', 'Commands'];

/** Where help is written to. */
export interface Page {
  readonly columns: number;
  readonly about: ServerAbout;
}

/** The help of a place, as docker lays it out. */
export function helpText(place: Place<Docker>, page: Page): string {
  const {target, path, program} = place;
  switch (target.kind) {
    case 'program':
      return [
        `Usage:  ${path} [OPTIONS] COMMAND`,
        intro,
        ...commandSections(program.entries, page),
        `Global Options:\n${options(program.flags, page)}`,
        `Run '${path} COMMAND --help' for more information on a command.`,
        'For more help on how to use Docker, head to https://docs.docker.com/go/guides/\n',
      ].join('\n\n');
    case 'group':
      return [
        `Usage:  ${path} COMMAND`,
        target.entry.short,
        ...commandSections(target.entries, page),
        `Run '${path} COMMAND --help' for more information on a command.\n`,
      ].join('\n\n');
    case 'command':
      return `${commandHelp(target.command, path, page).join('\n\n')}\n`;
  }
}

function commandHelp(command: Command<Docker>, path: string, page: Page): readonly string[] {
  const {usage, short, long, aliases, examples, flags} = command;
  const shown = flags.filter(({hidden}) => !hidden);
  // `--help` is listed only where `-h` means something else.
  const own = withHelp(flags).filter(({name, short: letter}) => name === 'help' && letter === undefined);
  return [
    `Usage:  ${usageLine(path, usage)}`,
    long ?? short,
    ...(aliases === undefined ? [] : [`Aliases:\n  ${aliases}`]),
    ...(examples === undefined ? [] : [`Examples:\n${examples}`]),
    ...(shown.length === 0 ? [] : [`Options:\n${options([...shown, ...own], page)}`]),
  ];
}

/** A command and what may follow it. */
export function usageLine(path: string, usage: string): string {
  return usage === '' ? path : `${path} ${usage}`;
}

function options(flags: readonly Flag<unknown>[], {columns, about}: Page): string {
  const offered = flags.filter(({needs}) => isOffered(needs, about));
  return flagUsages(offered, columns - 1).trimEnd();
}

function commandSections(entries: readonly Entry<Docker>[], {about}: Page): readonly string[] {
  const shown = entries.filter(({hidden, needs}) => hidden !== true && isOffered(needs, about));
  const padding = 11;
  return headings.flatMap((heading) => {
    const listed = shown.filter(({category = 'Commands'}) => category === heading);
    if (listed.length === 0) return [];
    return [`${heading}:\n${listed.map(({name, short}) => `  ${name.padEnd(padding)} ${short}`).join('\n')}`];
  });
}
