import {at, type Json, number, text} from '../json.ts';
import {ageOf} from './age.ts';

/** When an event was last seen and how often: `5s`, `29s (x3 over 30s)`. */
export function eventInterval(event: Json, nowMs: number): string {
  const first = ageOf(text(event['eventTime']) || text(event['firstTimestamp']), nowMs);
  if (event['series'] !== undefined && event['series'] !== null) {
    const last = ageOf(text(at(event, 'series', 'lastObservedTime')), nowMs);
    return `${last} (x${number(at(event, 'series', 'count'))} over ${first})`;
  }
  const count = number(event['count']);
  return count > 1 ? `${ageOf(text(event['lastTimestamp']), nowMs)} (x${count} over ${first})` : first;
}

/** When an event was last seen, as RFC 3339. */
export function lastSeen(event: Json): string {
  return text(at(event, 'series', 'lastObservedTime')) || text(event['lastTimestamp']) || text(event['eventTime']);
}
