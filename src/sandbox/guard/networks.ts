import type {Exchange, Outcome} from './exchange.ts';
import {isKindNetwork} from './kind.ts';
import type {LedgerEntry} from './ledger.ts';
import {isUnset, object, objects, type Raw, readFilters, text, texts, writeFilters} from './raw-json.ts';
import {noSuchNetwork, refused} from './refusal.ts';
import {jsonOf} from './upstream.ts';
import {
  ask,
  at,
  builtInNetworks,
  findContainer,
  findNetwork,
  freeName,
  inLearnersWords,
  isOurs,
  remember,
  shownName,
  type World,
  withLabel,
} from './world.ts';

export async function createNetwork(exchange: Exchange, world: World): Promise<Outcome> {
  const body = await exchange.body();
  checkNetwork(body);
  const name = text(body['Name']);
  exchange.note.target = name;
  exchange.mend = (message) => inLearnersWords(world, message);
  const realName = await realNetworkName(world, name);
  world.arriving.add(realName);
  const sent = {...body, Name: realName, CheckDuplicate: true, Labels: withLabel(world, body['Labels'])};
  const answer = await exchange.send('/networks/create', sent);
  const id = text(object(jsonOf(answer))['Id']);
  const keep = isKindNetwork(body) ? 'cluster' : 'no';
  if (answer.status < 300) remember(world, {kind: 'network', name, realName, id, keep});
  return exchange.reply(answer);
}

function checkNetwork(body: Raw): void {
  const driver = text(body['Driver']);
  if (!['', 'default', 'bridge'].includes(driver)) {
    throw refused(`a network with driver ${driver} would reach your machine's own network; use bridge.`);
  }
  const ipam = object(body['IPAM']);
  if (
    (!isUnset(body['Options']) && !isKindNetwork(body)) ||
    !['', 'default'].includes(text(ipam['Driver'])) ||
    !isUnset(ipam['Options'])
  ) {
    throw refused('network options can reach outside the course; leave --opt and --ipam-opt out.');
  }
  if (
    !['', 'local'].includes(text(body['Scope'])) ||
    !isUnset(body['Ingress']) ||
    !isUnset(body['ConfigFrom']) ||
    !isUnset(body['ConfigOnly'])
  ) {
    throw refused('swarm and configuration networks are not part of the course; leave the option out.');
  }
}

async function realNetworkName(world: World, name: string): Promise<string> {
  if (builtInNetworks.includes(name) || !/^[a-zA-Z0-9][\w.-]*$/.test(name)) return name;
  const known = world.ledger.find('network', name);
  if (known?.name === name && (await ask(world, 'GET', `/networks/${known.id}`)).status === 200) return known.realName;
  if (known?.name === name) world.ledger.remove('network', known.id);
  const isFree = async (candidate: string): Promise<boolean> => {
    const {value} = await ask(world, 'GET', at('/networks', {filters: JSON.stringify({name: [candidate]})}));
    // The filter matches parts of names.
    return objects(value).every((seen) => seen['Name'] !== candidate || isOurs(world, seen['Labels']));
  };
  return (await isFree(name)) ? name : freeName(name, isFree);
}

export async function listNetworks(exchange: Exchange, world: World): Promise<Outcome> {
  const filters = readFilters(exchange.query);
  if (filters['name']) {
    filters['name'] = filters['name'].map((name) => world.ledger.find('network', name)?.realName ?? name);
    writeFilters(exchange.query, filters);
  }
  const answer = await exchange.send('/networks');
  const networks = objects(jsonOf(answer)).filter((seen) => isVisible(world, seen));
  return exchange.reply(
    answer,
    networks.map((network) => networkView(world, network)),
  );
}

function isVisible(world: World, network: Raw): boolean {
  const id = text(network['Id']);
  return (
    isOurs(world, network['Labels']) ||
    builtInNetworks.includes(text(network['Name'])) ||
    world.ledger.entries().some((entry) => entry.kind === 'network' && entry.id === id)
  );
}

/** Under the learner's name, and with the learner's containers only. */
function networkView(world: World, network: Raw): Raw {
  const containers: Raw = {};
  for (const [id, endpoint] of Object.entries(object(network['Containers']))) {
    const entry = ownContainer(world, id);
    if (entry)
      containers[id] = {...object(endpoint), Name: shownName(world, 'container', text(object(endpoint)['Name']))};
  }
  const name = shownName(world, 'network', text(network['Name']));
  return {...network, Name: name, ...(network['Containers'] !== undefined && {Containers: containers})};
}

function ownContainer(world: World, id: string): LedgerEntry | undefined {
  return world.ledger.entries().find((entry) => entry.kind === 'container' && entry.id === id);
}

/** Built-in networks can be looked at and joined (bridge, none), never removed. */
async function networkId(world: World, reference: string): Promise<string> {
  return builtInNetworks.includes(reference) ? reference : await findNetworkOrBuiltIn(world, reference);
}

async function findNetworkOrBuiltIn(world: World, reference: string): Promise<string> {
  try {
    return (await findNetwork(world, reference)).id;
  } catch (error) {
    // With a slash in it, it is an image's name.
    if (reference.includes('/')) throw error;
    const {status, value} = await ask(world, 'GET', `/networks/${encodeURIComponent(reference)}`);
    const name = text(object(value)['Name']);
    if (status === 200 && builtInNetworks.includes(name)) return name;
    throw error;
  }
}

export async function inspectNetwork(exchange: Exchange, world: World): Promise<Outcome> {
  const [reference = ''] = exchange.parts;
  exchange.note.target = reference;
  const id = await networkId(world, reference);
  exchange.note.target = builtInNetworks.includes(id) ? id : (world.ledger.find('network', id)?.name ?? reference);
  exchange.mend = (message) => inLearnersWords(world, message).replaceAll(id, reference);
  const answer = await exchange.send(`/networks/${id}`);
  if (answer.status === 404) world.ledger.remove('network', id);
  return exchange.reply(answer, networkView(world, object(jsonOf(answer))));
}

export async function removeNetwork(exchange: Exchange, world: World): Promise<Outcome> {
  const [reference = ''] = exchange.parts;
  exchange.note.target = reference;
  if (builtInNetworks.includes(await networkId(world, reference))) {
    throw refused(`${reference} is one of Docker's own networks; it stays.`);
  }
  const entry = await findNetwork(world, reference);
  exchange.note.target = entry.name;
  exchange.mend = (message) =>
    inLearnersWords(world, message).replace(`network ${entry.id} not found`, noSuchNetwork(reference).message);
  const answer = await exchange.send(`/networks/${entry.id}`);
  if (answer.status < 300 || answer.status === 404) world.ledger.remove('network', entry.id);
  return exchange.reply(answer);
}

/** Connect and disconnect: both ends must be the learner's. */
export async function joinNetwork(exchange: Exchange, world: World): Promise<Outcome> {
  const [reference = '', action = ''] = exchange.parts;
  const body = await exchange.body();
  const wanted = text(body['Container']);
  exchange.note.detail['container'] = wanted;
  exchange.note.target = reference;
  const id = await networkId(world, reference);
  if (id === 'host') throw refused("the host network would share your machine's own network; use another.");
  const container = await findContainer(world, wanted);
  const network = world.ledger.find('network', id);
  exchange.note.target = network?.name ?? id;
  exchange.note.detail['container'] = container.name;
  exchange.mend = (message) => inLearnersWords(world, message).replaceAll(container.id, wanted);
  const endpoint = await endpointFor(world, {container, endpoint: object(body['EndpointConfig']), builtIn: !network});
  const sent = {...body, Container: container.id, ...(action === 'connect' && {EndpointConfig: endpoint})};
  const answer = await exchange.send(`/networks/${id}/${action}`, sent);
  if (answer.status < 300) {
    // The younger of the two undoes it when it goes.
    world.ledger.touch(network && network.seq > container.seq ? network : container);
  }
  return exchange.reply(answer);
}

/**
 * A container's endpoint on a network, checked. A container with another real name gets the learner's as an alias, so
 * that the others find it by DNS; the default bridge has no aliases.
 */
export async function endpointFor(
  world: World,
  given: {
    readonly container?: {readonly name: string; readonly realName: string};
    readonly endpoint: Raw;
    readonly builtIn: boolean;
  },
): Promise<Raw> {
  const {container, endpoint, builtIn} = given;
  if (!isUnset(endpoint['DriverOpts'])) {
    throw refused('network driver options can reach outside the course; leave --driver-opt out.');
  }
  const checked: Raw = {...endpoint};
  // A name in the key decides; an id here could name another network.
  delete checked['NetworkID'];
  if (texts(endpoint['Links']).length > 0) {
    checked['Links'] = await Promise.all(texts(endpoint['Links']).map((link) => ownLink(world, link)));
  }
  if (!builtIn && container && container.name !== container.realName) {
    checked['Aliases'] = [...new Set([...texts(endpoint['Aliases']), container.name])];
  }
  return checked;
}

/** `db:alias` with the learner's container under its id. */
export async function ownLink(world: World, link: string): Promise<string> {
  const [name = '', alias = name] = link.split(':');
  try {
    return `${(await findContainer(world, name)).id}:${alias.replace(/^\//, '')}`;
  } catch {
    throw refused(`there is no container "${name}" in this course to link to; name one that docker ps -a lists.`);
  }
}
