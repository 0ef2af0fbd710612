import type {Filters} from '../api/filters.ts';
import {equalsFilter, hasLabels} from '../api/filters.ts';
import type {EngineEvent} from '../events.ts';

/** Filters by the name or id of what an event is about; they hold for events of all types. */
const objects = ['container', 'daemon', 'network', 'node', 'plugin', 'service', 'secret', 'config', 'volume'];
/** Actions that carry a colon and more behind it. */
const prefixes = ['health_status', 'exec_create', 'exec_start'];

/** Whether a client asked for an event. https://github.com/moby/moby/blob/v27.0.0/daemon/events/filter.go */
export function isWanted(event: EngineEvent, filters: Filters): boolean {
  const {type, action, id, attributes} = event;
  const asked = filters.get('event') ?? [];
  const isAction = asked.some((value) => prefixes.includes(value))
    ? asked.some((value) => action.startsWith(value))
    : asked.length === 0 || asked.includes(action);
  return (
    isAction &&
    equalsFilter(filters, 'type', type) &&
    equalsFilter(filters, 'scope', 'local') &&
    objects.every((name) => beginsWith(filters, name, [id, attributes['name'] ?? ''])) &&
    isOfImage(event, filters) &&
    hasLabels(attributes, filters.get('label') ?? [])
  );
}

function beginsWith(filters: Filters, name: string, texts: readonly string[]): boolean {
  const values = filters.get(name) ?? [];
  return values.length === 0 || values.some((value) => texts.some((text) => text.startsWith(value)));
}

/** Images by id or name, with or without a tag; and the containers made of them. */
function isOfImage({type, id, attributes}: EngineEvent, filters: Filters): boolean {
  const name = attributes[type === 'image' ? 'name' : 'image'] ?? '';
  const withoutTag = (text: string): string => text.replace(/(?<=.):[\w.-]+$/, '');
  return [id, name, withoutTag(id), withoutTag(name)].some((text) => equalsFilter(filters, 'image', text));
}
