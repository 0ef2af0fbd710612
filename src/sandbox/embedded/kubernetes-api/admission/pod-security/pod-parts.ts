import {fieldsOf, listOf, textOf} from '../../values/reading.ts';

export type Fields = {readonly [field: string]: unknown};

/** A Pod's spec as the checks look at it. */
export interface PodParts {
  readonly spec: Fields;
  readonly context: Fields;
  readonly annotations: Fields;
  /** Of all kinds. */
  readonly containers: readonly Fields[];
}

export function podParts(spec: unknown, annotations: unknown): PodParts {
  const fields = fieldsOf(spec);
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((kind) =>
    listOf(fields[kind]).map(fieldsOf),
  );
  return {spec: fields, context: fieldsOf(fields.securityContext), annotations: fieldsOf(annotations), containers};
}

export function contextOf(container: Fields): Fields {
  return fieldsOf(container.securityContext);
}

/** `container "web"`, `containers "web", "side"`. */
export function named(what: string, items: readonly Fields[]): string {
  return `${what}${items.length === 1 ? '' : 's'} ${quoted(items.map(({name}) => textOf(name)))}`;
}

export function quoted(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}

/** One rule of a level. */
export interface Check {
  /** Of the baseline, which this one says more strictly. */
  readonly instead?: string;
  readonly id: string;
  /** What is wrong: in a few words, and which part of the Pod; undefined when nothing is. */
  look(pod: PodParts): readonly [what: string, where: string] | undefined;
}
