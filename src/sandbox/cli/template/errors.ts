import {quote} from '../go/quote.ts';

/** Where in a template something went wrong. */
export interface FailurePlace {
  readonly name: string;
  readonly template: string;
  readonly at: number;
  readonly source: string;
}

/** A template that cannot be read, in Go's words: `template: :1: unclosed action`. */
export class TemplateSyntaxError extends Error {
  constructor({name, template, at}: Omit<FailurePlace, 'source'>, reason: string) {
    const line = template.slice(0, at).split('\n').length;
    super(`template: ${name}:${line}: ${reason}`);
    this.name = 'TemplateSyntaxError';
  }
}

/** A template that cannot be carried out: `template: :1:2: executing "" at <.Foo>: …`. */
export class TemplateExecutionError extends Error {
  constructor(place: FailurePlace, reason: string) {
    const before = place.template.slice(0, place.at);
    const line = before.split('\n').length;
    const column = before.length - (before.lastIndexOf('\n') + 1);
    super(`template: ${place.name}:${line}:${column}: executing ${quote(place.name)} at <${place.source}>: ${reason}`);
    this.name = 'TemplateExecutionError';
  }
}

/** What a function of a template gives instead of a value; the place is added by who called it. */
export class GoCallError extends Error {}
