import {isSystemError} from '../../../../system-error.ts';
import type {Process} from '../../../process/process.ts';
import {ConfigProblem, required, type Section} from './config.ts';
import type {Emit, LogEvent} from './event.ts';
import {type Filter, filterOf} from './filters.ts';
import type {FluentLog} from './log.ts';
import {type Output, outputOf} from './outputs.ts';
import {matchesTag} from './tag.ts';

/** A filter or an output and the tags it is for, in the order of the configuration. */
type Stop =
  | {readonly kind: 'filter'; readonly tags: string; readonly filter: Filter}
  | {readonly kind: 'output'; readonly tags: string; readonly output: Output}
  | {readonly kind: 'relabel'; readonly tags: string; readonly label: string};

/** An event that is handed on this often goes round in a circle. */
const mostLabels = 16;

/** Brings events through filters to the first output that takes their tag. */
export class Router {
  readonly #stops: ReadonlyMap<string, readonly Stop[]>;

  /** Throws ConfigProblem. */
  constructor(config: Section) {
    const labels = config.sections.filter(({name}) => name === 'label');
    this.#stops = new Map([['', stopsOf(config)], ...labels.map((label) => [label.argument, stopsOf(label)] as const)]);
    for (const stop of [...this.#stops.values()].flat()) if (stop.kind === 'relabel') this.requireLabel(stop.label);
  }

  /** What a source with that `@label` gives its events to. */
  emitTo(label: string, process: Process, log: FluentLog): Emit {
    return async (event) => {
      await process.breathe();
      try {
        await this.#route(event, {label, process, log});
      } catch (error) {
        if (!isSystemError(error)) throw error;
        await log.say(
          'error',
          `unexpected error error_class=Errno::${error.code} error="${error.message} - ${error.subject}"`,
        );
      }
    };
  }

  /** Throws ConfigProblem. */
  requireLabel(label: string): void {
    if (!this.#stops.has(label)) throw new ConfigProblem(`'${label}' label not found`);
  }

  async #route(
    event: LogEvent,
    {label, process, log}: {readonly label: string; readonly process: Process; readonly log: FluentLog},
  ): Promise<void> {
    let current = event;
    let stops = this.#stops.get(label) ?? [];
    for (let turns = 0; turns < mostLabels; turns += 1) {
      let next: string | undefined;
      for (const stop of stops) {
        if (!matchesTag(stop.tags, current.tag)) continue;
        if (stop.kind === 'output') return stop.output(current, process);
        if (stop.kind === 'relabel') {
          next = stop.label;
          break;
        }
        const left = await stop.filter(current, process);
        if (!left) return;
        current = left;
      }
      if (next === undefined) return log.say('warn', `no patterns matched tag="${current.tag}"`);
      stops = this.#stops.get(next) ?? [];
    }
    await log.say('error', `tag="${event.tag}" goes round in a circle of labels`);
  }
}

function stopsOf({sections}: Section): readonly Stop[] {
  return sections.flatMap((section): readonly Stop[] => {
    const tags = section.argument === '' ? '**' : section.argument;
    if (section.name === 'filter') return [{kind: 'filter', tags, filter: filterOf(section)}];
    if (section.name !== 'match') return [];
    return section.values.get('@type') === 'relabel'
      ? [{kind: 'relabel', tags, label: required(section, '@label')}]
      : [{kind: 'output', tags, output: outputOf(section)}];
  });
}
