import {pathContainer} from './containers.ts';
import type {Exchange, Outcome} from './exchange.ts';
import {nodeLabel} from './kind.ts';
import type {LedgerEntry} from './ledger.ts';
import {checkExec} from './policy.ts';
import {object, type Raw, text, texts} from './raw-json.ts';
import {Refusal} from './refusal.ts';
import {jsonOf} from './upstream.ts';
import {ask, findContainer, type World} from './world.ts';

/** The first half of a `docker exec`: a call of its own only when it fails (a stopped container), as no start follows. */
export async function createExec(exchange: Exchange, world: World): Promise<Outcome> {
  const entry = await pathContainer(exchange, world);
  const body = await exchange.body();
  Object.assign(exchange.note.detail, {
    command: [...texts(body['Cmd'])],
    tty: body['Tty'] === true,
    interactive: body['AttachStdin'] === true,
    detach: body['Detach'] === true,
  });
  checkExec(body, entry.keep === 'cluster' && (await isNode(world, entry)));
  const answer = await exchange.send(`/containers/${entry.id}/exec`, body);
  const id = text(object(jsonOf(answer))['Id']);
  if (answer.status < 400) exchange.note.verb = '';
  if (id) world.execs.set(id, body['AttachStdin'] === true);
  if (world.execs.size > 1000) world.execs.delete(world.execs.keys().next().value ?? '');
  return exchange.reply(answer);
}

/** By the label the guard gave it: the name alone could be another's by now. */
async function isNode(world: World, {id}: LedgerEntry): Promise<boolean> {
  const {value} = await ask(world, 'GET', `/containers/${id}/json`);
  return object(object(object(value)['Config'])['Labels'])[nodeLabel] === world.session;
}

/** The whole of a `docker exec` is one call: logged when it starts, completed with its exit code when it ends. */
export async function startExec(exchange: Exchange, world: World): Promise<Outcome> {
  const {entry, seen, path} = await ownExec(exchange, world);
  const body = await exchange.body();
  const process = object(seen['ProcessConfig']);
  exchange.note.target = entry.name;
  Object.assign(exchange.note.detail, {
    command: [text(process['entrypoint']), ...texts(process['arguments'])],
    tty: process['tty'] === true,
    interactive: world.execs.get(text(seen['ID'])) ?? seen['OpenStdin'] === true,
    detach: body['Detach'] === true,
  });
  world.ledger.touch(entry);
  const outcome = await exchange.stream(`${path}/start`, {json: body});
  const ended = await ask(world, 'GET', `${path}/json`).catch(() => undefined);
  const exitCode = object(ended?.value)['ExitCode'];
  if (typeof exitCode === 'number') exchange.note.detail['exitCode'] = exitCode;
  return outcome;
}

export async function lookAtExec(exchange: Exchange, world: World): Promise<Outcome> {
  const {path} = await ownExec(exchange, world);
  const [, action = ''] = exchange.parts;
  return action === 'json' ? exchange.reply(await exchange.send(`${path}/json`)) : exchange.stream(`${path}/${action}`);
}

/** Its container decides whose an exec is; nothing needs to be remembered over a restart of the guard. */
async function ownExec(
  exchange: Exchange,
  world: World,
): Promise<{readonly entry: LedgerEntry; readonly seen: Raw; readonly path: string}> {
  const [id = ''] = exchange.parts;
  const path = `/exec/${id}`;
  const answer = await world.daemon.send({method: 'GET', path: `${path}/json`});
  const seen = object(jsonOf(answer));
  try {
    if (answer.status !== 200) throw new Refusal(404, '');
    return {entry: await findContainer(world, text(seen['ContainerID'])), seen, path};
  } catch (error) {
    if (error instanceof Refusal && error.status !== 404) throw error;
    throw new Refusal(404, `No such exec instance: ${id}`);
  }
}
