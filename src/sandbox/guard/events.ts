import {limitToOurs} from './container-view.ts';
import type {Exchange, Outcome} from './exchange.ts';
import {shownImage, visibleImages} from './image-names.ts';
import {object, type Raw, readFilters, text, writeFilters} from './raw-json.ts';
import {familiarName} from './references.ts';
import {builtInNetworks, isOurs, type World} from './world.ts';

/** `GET /events`: the learner's only, with the learner's names; other fields and bytes as they are. */
export async function events(exchange: Exchange, world: World): Promise<Outcome> {
  const filters = readFilters(exchange.query);
  if (Object.keys(filters).length > 0) {
    toRealNames(world, filters);
    writeFilters(exchange.query, filters);
  }
  return exchange.stream('/events', {line: (event) => (isVisible(world, event) ? eventView(world, event) : undefined)});
}

function toRealNames(world: World, filters: Record<string, string[]>): void {
  const label = filters['label'];
  limitToOurs(world, filters);
  // Images, networks and volumes carry no label in their events: the line is looked at instead.
  delete filters['label'];
  if (label) filters['label'] = label;
  const kinds = {container: 'container', image: 'image'} as const;
  for (const kind of Object.values(kinds)) {
    const named = filters[kind]?.map((name) => world.ledger.find(kind, name)?.realName ?? name);
    if (named) filters[kind] = named;
  }
}

function isVisible(world: World, event: Raw): boolean {
  const actor = object(event['Actor']);
  const attributes = object(actor['Attributes']);
  const id = text(actor['ID']);
  const isKnown = (name: string): boolean => world.known.has(name) || world.arriving.has(name);
  switch (event['Type']) {
    case 'container':
      return isOurs(world, attributes) || world.known.has(id);
    case 'network':
      if (text(attributes['container']))
        return isKnown(text(attributes['container'])) || isOursById(world, text(attributes['container']));
      return isKnown(id) || isKnown(text(attributes['name'])) || builtInNetworks.includes(text(attributes['name']));
    case 'volume':
      return isKnown(id) || isKnown(text(attributes['container'])) || isOursById(world, text(attributes['container']));
    case 'image':
      return isVisibleImage(world, id, text(attributes['name']));
    default:
      return false;
  }
}

function isOursById(world: World, id: string): boolean {
  return id !== '' && world.ledger.find('container', id)?.id === id;
}

/** An image of the mirror's name is on its way to another name, which has events of its own. */
function isVisibleImage(world: World, id: string, name: string): boolean {
  if (world.mirror && (id.startsWith(`${world.mirror}/`) || name.startsWith(`${world.mirror}/`))) return false;
  const references = [id, name, familiarName(name || id)];
  return (
    references.some((reference) => world.arriving.has(reference)) ||
    visibleImages(world).some((entry) => references.includes(entry.realName) || entry.id === id)
  );
}

/** The ledger forgets what is removed before its last events are told. */
function nameThen(world: World, id: string, realName: string): string {
  const known = world.known.get(id);
  return known?.realName === realName ? known.name : realName;
}

function eventView(world: World, event: Raw): Raw {
  const actor = object(event['Actor']);
  const attributes = object(actor['Attributes']);
  const kind = event['Type'];
  if (kind !== 'container' && kind !== 'image' && kind !== 'network' && kind !== 'volume') return event;
  const name = text(attributes['name']);
  const shown = kind === 'image' ? shownImage(world, name) : nameThen(world, text(actor['ID']), name);
  const image = text(attributes['image']);
  const from = text(event['from']);
  const id = kind === 'volume' ? nameThen(world, text(actor['ID']), text(actor['ID'])) : text(actor['ID']);
  const changed =
    shown !== name ||
    (image && shownImage(world, image) !== image) ||
    shownImage(world, from) !== from ||
    id !== actor['ID'];
  if (!changed) return event;
  const own = {...attributes, ...(name && {name: shown}), ...(image && {image: shownImage(world, image)})};
  return {
    ...event,
    ...(from && {from: shownImage(world, from)}),
    ...(kind === 'volume' && event['id'] ? {id} : {}),
    Actor: {...actor, ID: id, Attributes: own},
  };
}
