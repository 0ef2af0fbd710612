/** What an event says: anything JSON can. */
export type LogRecord = {readonly [key: string]: unknown};

export interface LogEvent {
  readonly tag: string;
  /** Milliseconds since 1970. */
  readonly timeMs: number;
  readonly record: LogRecord;
}

/** Takes what a source has read. */
export type Emit = (event: LogEvent) => Promise<void>;

export function isRecord(value: unknown): value is LogRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
