import {checkBindMode, checkHostPath, readBind} from './binds.ts';
import {noteCreate} from './call-details.ts';
import {containerWords} from './container-view.ts';
import type {Exchange, Outcome} from './exchange.ts';
import {findImage} from './image-names.ts';
import {isKindNode, nodeLabel} from './kind.ts';
import type {LedgerEntry} from './ledger-entry.ts';
import {endpointFor, ownLink} from './networks.ts';
import {checkCreate, mostProcesses} from './policy.ts';
import {onLoopback, publishAll} from './ports.ts';
import {number, object, objects, type Raw, text, texts} from './raw-json.ts';
import {refused} from './refusal.ts';
import {type Answer, jsonOf} from './upstream.ts';
import {ensureVolume, rememberAnonymous} from './volumes.ts';
import {
  ask,
  builtInNetworks,
  findNetwork,
  freeName,
  isOurs,
  remember,
  requireContainer,
  type World,
  withLabel,
} from './world.ts';

/** The learner's name for a container and the one it will have in the daemon. */
type Names = {readonly name: string; readonly realName: string};

export async function createContainer(exchange: Exchange, world: World): Promise<Outcome> {
  const body = await exchange.body();
  const name = (exchange.query.get('name') ?? '').replace(/^\//, '');
  exchange.note.target = name;
  noteCreate(exchange.note, body);
  const isNode = isKindNode(body, name);
  if (!isNode) checkCreate(body);
  const image = await findImage(world, text(body['Image']));
  if (isNode && image.entry.keep === 'no')
    throw refused(`${image.entry.name} was made here; nodes start from the image that was pulled.`);
  const ownVolumes: string[] = [];
  const hostConfig = isNode ? nodeHostConfig(body) : await ownHostConfig(world, {body, image: image.id, ownVolumes});
  const known = name ? world.ledger.find('container', name) : undefined;
  let names: Names = {name, realName: known?.name === name ? known.realName : name};
  const sent = {...body, Image: image.reference, Labels: labelsOf(world, body, isNode), HostConfig: hostConfig};
  let answer = await send(exchange, world, {sent, names});
  if (answer.status === 409 && name && (await isForeign(world, names.realName))) {
    names = {name, realName: await freeName(name, (candidate) => isFree(world, candidate))};
    answer = await send(exchange, world, {sent, names});
  }
  exchange.mend = containerWords(world, names);
  if (answer.status >= 300) await forget(world, ownVolumes);
  else await enter(exchange, world, {id: text(object(jsonOf(answer))['Id']), name, keep: isNode ? 'cluster' : 'no'});
  return exchange.reply(answer);
}

async function send(
  exchange: Exchange,
  world: World,
  {sent, names}: {readonly sent: Raw; readonly names: Names},
): Promise<Answer> {
  const networking = await ownNetworking(world, {sent, names});
  if (names.realName) exchange.query.set('name', names.realName);
  return exchange.send('/containers/create', {...sent, ...networking});
}

/** After success only: the container, its real name when the daemon chose one, and the volumes it got on the way. */
async function enter(
  exchange: Exchange,
  world: World,
  {id, name, keep}: {readonly id: string; readonly name: string; readonly keep: LedgerEntry['keep']},
): Promise<void> {
  const seen = object((await ask(world, 'GET', `/containers/${id}/json`)).value);
  const realName = text(seen['Name']).replace(/^\//, '');
  const stale = name ? world.ledger.find('container', name) : undefined;
  if (stale?.name === name) world.ledger.remove('container', stale.id);
  remember(world, {kind: 'container', name: name || realName, realName, id, keep});
  rememberAnonymous(world, seen, keep);
  exchange.note.target = name || realName;
}

async function forget(world: World, volumes: readonly string[]): Promise<void> {
  for (const realName of volumes) {
    await ask(world, 'DELETE', `/volumes/${realName}`);
    world.ledger.remove('volume', realName);
  }
}

async function isForeign(world: World, realName: string): Promise<boolean> {
  const {status, value} = await ask(world, 'GET', `/containers/${encodeURIComponent(realName)}/json`);
  return status === 200 && !isOurs(world, object(object(value)['Config'])['Labels']);
}

async function isFree(world: World, name: string): Promise<boolean> {
  return (await ask(world, 'GET', `/containers/${encodeURIComponent(name)}/json`)).status === 404;
}

/** Nobody passes a label of ours off as the guard's. */
function labelsOf(world: World, body: Raw, isNode: boolean): Raw {
  const {[nodeLabel]: _, ...labels} = object(body['Labels']);
  return withLabel(world, isNode ? {...labels, [nodeLabel]: world.session} : labels);
}

/** As kind wants it, but for ports that would be open to the network. */
function nodeHostConfig(body: Raw): Raw {
  const host = object(body['HostConfig']);
  return {...host, PortBindings: onLoopback(host['PortBindings'])};
}

/** The HostConfig with every reference to another object checked and under its real name, ports on loopback. */
async function ownHostConfig(
  world: World,
  given: {readonly body: Raw; readonly image: string; readonly ownVolumes: string[]},
): Promise<Raw> {
  const {body, image, ownVolumes} = given;
  const host = object(body['HostConfig']);
  const own: Raw = {...host};
  const volume = async (name: string): Promise<string> => {
    const {realName, isNew} = await ensureVolume(world, name);
    if (isNew) ownVolumes.push(realName);
    return realName;
  };
  for (const mode of ['PidMode', 'IpcMode', 'NetworkMode']) {
    const written = text(host[mode]);
    if (written.startsWith('container:'))
      own[mode] = `container:${(await requireContainer(world, written.slice(10))).id}`;
  }
  if (host['VolumesFrom'])
    own['VolumesFrom'] = await Promise.all(texts(host['VolumesFrom']).map((from) => ownVolumesFrom(world, from)));
  if (host['Links']) own['Links'] = await Promise.all(texts(host['Links']).map((link) => ownLink(world, link)));
  // Checked all before any volume is made.
  for (const bind of texts(host['Binds'])) checkBind(world, bind);
  for (const mount of objects(host['Mounts']))
    if (mount['Type'] === 'bind') checkHostPath(text(mount['Source']) || '/', world.folder);
  own['PortBindings'] = onLoopback(host['PortBindings']);
  if (host['PublishAllPorts']) {
    own['PortBindings'] = publishAll({
      bindings: object(own['PortBindings']),
      body,
      image: await exposedBy(world, image),
    });
    own['PublishAllPorts'] = false;
  }
  // A limit nobody reaches by accident; memory is left alone, so that inspect shows what the learner set.
  if (number(host['PidsLimit']) <= 0) own['PidsLimit'] = mostProcesses;
  own['Binds'] = host['Binds'] && (await inOrder(texts(host['Binds']), (bind) => ownBind(bind, volume)));
  own['Mounts'] = host['Mounts'] && (await inOrder(objects(host['Mounts']), (mount) => ownMount(mount, volume)));
  return own;
}

async function inOrder<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) done.push(await work(item));
  return done;
}

function checkBind(world: World, written: string): void {
  const {source, rest, isPath} = readBind(written);
  checkBindMode(rest);
  if (isPath) checkHostPath(source, world.folder);
}

async function ownBind(written: string, volume: (name: string) => Promise<string>): Promise<string> {
  const {source, rest, isPath} = readBind(written);
  return isPath || source === '' ? written : `${await volume(source)}:${rest}`;
}

async function ownMount(mount: Raw, volume: (name: string) => Promise<string>): Promise<Raw> {
  const source = text(mount['Source']);
  return mount['Type'] === 'volume' && source ? {...mount, Source: await volume(source)} : mount;
}

async function ownVolumesFrom(world: World, written: string): Promise<string> {
  const [name = '', ...mode] = written.split(':');
  return [(await requireContainer(world, name)).realName, ...mode].join(':');
}

async function exposedBy(world: World, image: string): Promise<Raw> {
  const {value} = await ask(world, 'GET', `/images/${image}/json`);
  return object(object(object(value)['Config'])['ExposedPorts']);
}

/** NetworkMode and EndpointsConfig under the networks' real names, with the learner's name as an alias where needed. */
async function ownNetworking(
  world: World,
  {sent, names}: {readonly sent: Raw; readonly names: Names},
): Promise<{HostConfig: Raw; NetworkingConfig: Raw}> {
  const host = object(sent['HostConfig']);
  const asked = object(object(sent['NetworkingConfig'])['EndpointsConfig']);
  const endpoints: Raw = {};
  const container = names;
  for (const [network, endpoint] of Object.entries(asked)) {
    const builtIn = isBuiltIn(network);
    const realName = builtIn ? network : await networkNamed(world, network);
    endpoints[realName] = await endpointFor(world, {container, endpoint: object(endpoint), builtIn});
  }
  const mode = text(host['NetworkMode']);
  if (mode === '' || isBuiltIn(mode) || mode.startsWith('container:')) {
    return {HostConfig: host, NetworkingConfig: {...object(sent['NetworkingConfig']), EndpointsConfig: endpoints}};
  }
  const realName = await networkNamed(world, mode);
  if (names.name !== names.realName) {
    endpoints[realName] ??= await endpointFor(world, {container, endpoint: {}, builtIn: false});
  }
  return {HostConfig: {...host, NetworkMode: realName}, NetworkingConfig: {EndpointsConfig: endpoints}};
}

/** `host` is not among them: a container must not be put there by any road. */
function isBuiltIn(network: string): boolean {
  return network === 'default' || (network !== 'host' && builtInNetworks.includes(network));
}

async function networkNamed(world: World, reference: string): Promise<string> {
  try {
    return (await findNetwork(world, reference)).realName;
  } catch {
    throw refused(`there is no network "${reference}" in this course; make it with docker network create.`);
  }
}
