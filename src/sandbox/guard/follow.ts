import {sessionLabel} from './ledger.ts';
import {changeLines} from './lines.ts';
import {object, objects, type Raw, text} from './raw-json.ts';
import {ask, at, isOurs, renameKnown, type World} from './world.ts';

const reconnectMs = 1000;

/**
 * Keeps the ledger true while things go by another door: `--rm`, an exit of the daemon, somebody's hand on the bare
 * socket. The returned function stops it.
 */
export function followDaemon(world: World): () => void {
  let stopped = false;
  let leave = (): void => {};
  const filters = JSON.stringify({type: ['container', 'volume', 'network'], event: ['destroy', 'rename']});

  function connect(): void {
    if (stopped) return;
    const asking = world.daemon.open({method: 'GET', path: at('/events', {filters})});
    const again = world.clock.after.bind(world.clock, reconnectMs, connect);
    let isOver = false;
    const over = (): void => {
      if (isOver || stopped) return;
      isOver = true;
      leave = again();
    };
    leave = () => asking.destroy();
    asking.on('error', over);
    asking.once('response', (events) => {
      // Subscribed first, so that nothing falls between the two.
      forgetMissing(world).catch(() => {});
      const lines = changeLines((event) => {
        apply(world, event);
        return undefined;
      });
      events.on('error', over);
      events.once('close', over);
      events.pipe(lines).resume();
    });
    asking.end();
  }

  connect();
  return () => {
    stopped = true;
    leave();
  };
}

function apply(world: World, event: Raw): void {
  const kind = event['Type'];
  if (kind !== 'container' && kind !== 'volume' && kind !== 'network') return;
  const actor = object(event['Actor']);
  const id = text(actor['ID']);
  const entry = world.ledger.entries().find((known) => known.kind === kind && known.id === id);
  if (!entry) return;
  if (event['Action'] === 'destroy') world.ledger.remove(kind, id);
  const name = text(object(actor['Attributes'])['name']);
  // Our own rename is entered under both names by its handler.
  if (event['Action'] === 'rename' && name !== entry.realName && !world.arriving.has(name)) {
    renameKnown(world, entry, name, name);
  }
}

/** What disappeared while nobody watched. Only what was known before the daemon was asked. */
async function forgetMissing(world: World): Promise<void> {
  const known = world.ledger.entries().filter(({kind}) => kind !== 'image');
  const labelled = JSON.stringify({label: [`${sessionLabel}=${world.session}`]});
  const containers = await ask(world, 'GET', at('/containers/json', {all: '1', filters: labelled}));
  const volumes = await ask(world, 'GET', '/volumes');
  const networks = await ask(world, 'GET', '/networks');
  if ([containers, volumes, networks].some(({status}) => status !== 200)) return;
  const there = new Set([
    ...objects(containers.value).map((container) => text(container['Id'])),
    ...objects(object(volumes.value)['Volumes'])
      .filter((volume) => isStillOurs(world, volume))
      .map((volume) => text(volume['Name'])),
    ...objects(networks.value).map((network) => text(network['Id'])),
  ]);
  for (const {kind, id} of known) if (!there.has(id)) world.ledger.remove(kind, id);
}

/** A volume has no id but its name, which somebody else may have taken since; an anonymous one has no label of ours. */
function isStillOurs(world: World, volume: Raw): boolean {
  return isOurs(world, volume['Labels']) || /^[0-9a-f]{64}$/.test(text(volume['Name']));
}
