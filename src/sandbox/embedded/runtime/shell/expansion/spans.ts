/** Text that was quoted, or not: in the latter `*`, `?` and `[` have their meaning. */
export interface Span {
  readonly text: string;
  readonly quoted: boolean;
}

/** A piece of an expanded word, before it is split into fields. */
export type Segment =
  | (Span & {
      /** It came out of an expansion that was not quoted, and is split at the characters of IFS. */
      readonly split: boolean;
    })
  /** Between the parameters of `$@`: a field ends, the next begins. `join` is what joins them where there are no fields. */
  | {readonly boundary: true; readonly join: string};

/** Whether a segment is the place between two fields. */
export function isBoundary(segment: Segment): segment is Extract<Segment, {boundary: true}> {
  return 'boundary' in segment;
}

/** The text of spans without what was quoted about it. */
export function spanText(spans: readonly Span[]): string {
  return spans.map(({text}) => text).join('');
}

/** Segments as one text, where no splitting is done. */
export function joinedSpans(segments: readonly Segment[]): readonly Span[] {
  return segments.map((segment) => (isBoundary(segment) ? {text: segment.join, quoted: true} : segment));
}
