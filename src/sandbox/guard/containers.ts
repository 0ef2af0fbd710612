import {inspectedView, limitToOurs} from './container-view.ts';
import type {Exchange, Outcome} from './exchange.ts';
import type {LedgerEntry} from './ledger.ts';
import {checkUpdate} from './policy.ts';
import {list, object, type Raw, readFilters, text, texts, writeFilters} from './raw-json.ts';
import {refused} from './refusal.ts';
import {jsonOf} from './upstream.ts';
import {ask, findContainer, freeName, inLearnersWords, isOurs, renameKnown, type World} from './world.ts';

/** Where the daemon quotes the reference it was asked by, which for us is always the full id. */
const quotesReference =
  /(No such container: |[Cc]annot \w+ container:? "?|removal of container |in container |Container )(?=[0-9a-f]{64})/;

/** The container a path names, and how messages about it are put into the learner's words. */
export async function pathContainer(exchange: Exchange, world: World): Promise<LedgerEntry> {
  const [reference = ''] = exchange.parts;
  exchange.note.target = reference;
  const entry = await findContainer(world, reference);
  exchange.note.target = entry.name;
  exchange.mend = (message) => {
    if (message === `No such container: ${entry.id}`) world.ledger.remove('container', entry.id);
    const quoted = quotesReference.exec(message)?.[1];
    const named = quoted && quoted !== 'Container ' ? message.replace(quoted + entry.id, quoted + reference) : message;
    return inLearnersWords(world, named);
  };
  return entry;
}

/** Logs, attach, wait, top, stats, changes, export ...: nothing is changed, bytes pass as they are. */
export async function lookInto(exchange: Exchange, world: World): Promise<Outcome> {
  const entry = await pathContainer(exchange, world);
  const [, action = ''] = exchange.parts;
  noteStream(exchange, action);
  return exchange.stream(`/containers/${entry.id}/${action}`);
}

function noteStream({query, note}: Exchange, action: string): void {
  const isSet = (name: string): boolean => /^(1|true|t)$/i.test(query.get(name) ?? '');
  if (action === 'logs') {
    Object.assign(note.detail, {
      follow: isSet('follow'),
      timestamps: isSet('timestamps'),
      tail: query.get('tail') ?? 'all',
    });
  }
  if (action === 'stats') note.detail['stream'] = query.get('stream') === null || isSet('stream');
  if (action === 'wait') note.detail['condition'] = query.get('condition') ?? '';
  if (action === 'attach') note.detail['stdin'] = isSet('stdin');
}

/** Start, stop, kill, pause ...: the ledger hears of it, so that a reset knows that something older was changed. */
export async function change(exchange: Exchange, world: World): Promise<Outcome> {
  const entry = await pathContainer(exchange, world);
  const [, action = ''] = exchange.parts;
  // Before API 1.24 a start could carry a HostConfig of its own.
  if (action === 'start' && !isEmptyBody(exchange))
    throw refused('start takes no body; give the options to docker create.');
  for (const key of ['signal', 't']) {
    const value = exchange.query.get(key);
    if (value) exchange.note.detail[key === 't' ? 'timeout' : key] = value;
  }
  const outcome = await exchange.stream(`/containers/${entry.id}/${action}`);
  if (outcome.status < 400) world.ledger.touch(entry);
  return outcome;
}

function isEmptyBody({headers}: Exchange): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
}

export async function inspectContainer(exchange: Exchange, world: World): Promise<Outcome> {
  const entry = await pathContainer(exchange, world);
  const answer = await exchange.send(`/containers/${entry.id}/json`);
  return exchange.reply(answer, inspectedView(world, object(jsonOf(answer))));
}

export async function updateContainer(exchange: Exchange, world: World): Promise<Outcome> {
  const entry = await pathContainer(exchange, world);
  const body = await exchange.body();
  checkUpdate(body);
  const answer = await exchange.send(`/containers/${entry.id}/update`, body);
  if (answer.status < 400) world.ledger.touch(entry);
  return exchange.reply(answer);
}

export async function removeContainer(exchange: Exchange, world: World): Promise<Outcome> {
  const entry = await pathContainer(exchange, world);
  exchange.note.detail['force'] = exchange.query.get('force') === '1';
  const seen = exchange.query.get('v') ? await ask(world, 'GET', `/containers/${entry.id}/json`) : undefined;
  const answer = await exchange.send(`/containers/${entry.id}`);
  if (answer.status < 300 || answer.status === 404) {
    world.ledger.remove('container', entry.id);
    await forgetAnonymous(world, object(seen?.value));
  }
  return exchange.reply(answer);
}

/** `rm -v` took the anonymous volumes along. */
async function forgetAnonymous(world: World, container: Raw): Promise<void> {
  for (const mount of list(container['Mounts'])) {
    const name = text(object(mount)['Name']);
    if (!name || !world.ledger.find('volume', name)) continue;
    if ((await ask(world, 'GET', `/volumes/${name}`)).status === 404) world.ledger.remove('volume', name);
  }
}

export async function renameContainer(exchange: Exchange, world: World): Promise<Outcome> {
  const entry = await pathContainer(exchange, world);
  const name = (exchange.query.get('name') ?? '').replace(/^\//, '');
  exchange.note.detail['name'] = name;
  const rename = (realName: string): ReturnType<Exchange['send']> => {
    exchange.query.set('name', realName);
    world.arriving.add(realName);
    return exchange.send(`/containers/${entry.id}/rename`);
  };
  let realName = name;
  let answer = await rename(name);
  if (answer.status === 409 && (await isForeign(world, name))) {
    realName = await freeName(name, async (candidate) => (await look(world, candidate)).status === 404);
    answer = await rename(realName);
  }
  if (answer.status < 300) renameKnown(world, entry, name, realName);
  return exchange.reply(answer);
}

function look(world: World, name: string): ReturnType<typeof ask> {
  return ask(world, 'GET', `/containers/${encodeURIComponent(name)}/json`);
}

async function isForeign(world: World, name: string): Promise<boolean> {
  const {status, value} = await look(world, name);
  return status === 200 && !isOurs(world, object(object(value)['Config'])['Labels']);
}

/** `docker cp`: tar streams both ways, byte for byte. */
export async function copy(exchange: Exchange, world: World): Promise<Outcome> {
  const entry = await pathContainer(exchange, world);
  const {method, query, note} = exchange;
  Object.assign(note.detail, {path: query.get('path') ?? '', direction: method === 'PUT' ? 'in' : 'out'});
  const outcome = await exchange.stream(`/containers/${entry.id}/archive`);
  if (method === 'PUT' && outcome.status < 400) world.ledger.touch(entry);
  return outcome;
}

export async function pruneContainers(exchange: Exchange, world: World): Promise<Outcome> {
  const filters = readFilters(exchange.query);
  limitToOurs(world, filters);
  writeFilters(exchange.query, filters);
  const answer = await exchange.send('/containers/prune');
  for (const id of texts(object(jsonOf(answer))['ContainersDeleted'])) world.ledger.remove('container', id);
  return exchange.reply(answer);
}
