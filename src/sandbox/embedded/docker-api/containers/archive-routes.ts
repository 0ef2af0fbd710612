import type {Files} from '../../runtime/fs/files.ts';
import {MountTable} from '../../runtime/fs/mounts.ts';
import {rootFiles} from '../../runtime/fs/root-files.ts';
import {type ApiResponse, empty} from '../api/http.ts';
import {ApiRefusal, badRequest} from '../api/refusal.ts';
import type {Handler, Route} from '../api/route.ts';
import {chunksOf, spool} from '../images/spool.ts';
import {TarFault, type TarItem, writeTar} from '../images/tar.ts';
import {findArchivePath, pathStatHeader} from './archive-path.ts';
import {tellMounts} from './container-run.ts';
import type {DockerContainer} from './docker-container.ts';
import {extract} from './extract.ts';
import {storedTable} from './mount-table.ts';
import {isSet, storeOf} from './query.ts';
import {treeItems} from './tree-tar.ts';
import {lookUpUser} from './users.ts';

const stat: Handler = ({daemon, request, params: {id = ''}}) => {
  const found = withFiles(storeOf(daemon).require(id), (files) =>
    findArchivePath(files, request.query.get('path') ?? '', id),
  );
  return {kind: 'empty', status: 200, headers: pathStatHeader(found)};
};

const get: Handler = ({daemon, request, params: {id = ''}}): ApiResponse => {
  const container = storeOf(daemon).require(id);
  return withFiles(container, (files) => {
    const found = findArchivePath(files, request.query.get('path') ?? '', id);
    container.tell('archive-path');
    return {...tarResponse(treeItems(files, found.stat.path, found.name)), headers: pathStatHeader(found)};
  });
};

const put: Handler = async ({daemon, request, params: {id = ''}}) => {
  const container = storeOf(daemon).require(id);
  const {query} = request;
  const asked = query.get('path') ?? '';
  // Before anything is taken in: a client must not send all of it to be told that it cannot go there.
  withFiles(container, (files) => extractionPoint(files, asked, id));
  const {kernel} = daemon;
  const spooled = await spoolArchive(chunksOf(request.body, request.signal), kernel);
  try {
    const files = filesOf(container);
    await extract(spooled.bytes.chunks(), {
      files,
      directory: extractionPoint(files, asked, id),
      keepsKinds: isSet(query, 'noOverwriteDirNonDir'),
      owner: isSet(query, 'copyUIDGID') ? lookUpUser(files, container.config.User).credentials : undefined,
    });
  } finally {
    kernel.disk.take(-spooled.bytes.storedBytes);
  }
  container.tell('extract-to-dir');
  return empty(200);
};

const exportOne: Handler = ({daemon, params: {id = ''}}): ApiResponse => {
  const container = storeOf(daemon).require(id);
  const files = rootFiles(new MountTable(container.layer), daemon.outside.clock.now);
  container.tell('export');
  return tarResponse(exported(files));
};

/** The root's own entry is left out: names begin with what is in it. */
function* exported(files: Files): Generator<TarItem> {
  for (const name of files.list('/')) yield* treeItems(files, `/${name}`, name);
}

function tarResponse(items: Iterable<TarItem>): Extract<ApiResponse, {kind: 'stream'}> {
  return {
    kind: 'stream',
    status: 200,
    type: 'application/x-tar',
    async write(to) {
      for await (const bytes of writeTar(items)) await to.write(bytes);
    },
  };
}

async function spoolArchive(...args: Parameters<typeof spool>): ReturnType<typeof spool> {
  try {
    return await spool(...args);
  } catch (error) {
    throw error instanceof TarFault ? badRequest(`Error processing tar file: ${error.message}`) : error;
  }
}

/** Where an archive goes. Throws 404, 400 for what is no directory, 403 where nothing may be written. */
function extractionPoint(files: Files, asked: string, id: string): string {
  const path = asked.replace(/\/+\.?$/, '') || (asked === '' ? '' : '/');
  const {stat: found} = findArchivePath(files, path, id);
  const goal = found.kind === 'symlink' ? files.stat(path.startsWith('/') ? path : `/${path}`) : found;
  if (!goal) findArchivePath(files, `${path}/`, id);
  if (goal?.kind !== 'directory') throw badRequest('extraction point is not a directory');
  if (!files.allows(goal.path, 2)) throw new ApiRefusal(403, readOnlyText(files, goal.path));
  return goal.path;
}

function readOnlyText(files: Files, path: string): string {
  const isMounted = files.mounts.list().some((mount) => path === mount.path || path.startsWith(`${mount.path}/`));
  return isMounted ? 'mounted volume is marked read-only' : 'container rootfs is marked read-only';
}

function filesOf(container: DockerContainer): Files {
  const daemon = container.simulatedHost.daemon();
  return rootFiles(storedTable(container.tableParts(), daemon), daemon.outside.clock.now);
}

/** The daemon has the volumes of a container mounted while it looks at its files. */
function withFiles<T>(container: DockerContainer, look: (files: Files) => T): T {
  tellMounts(container, 'mount');
  try {
    return look(filesOf(container));
  } finally {
    tellMounts(container, 'unmount');
  }
}

/** Files in and out of containers. */
export const archiveRoutes: readonly Route[] = [
  // @api HEAD /containers/{id}/archive full
  {method: 'HEAD', path: '/containers/{id}/archive', handler: stat},
  // @api GET /containers/{id}/archive partial: no devices
  {method: 'GET', path: '/containers/{id}/archive', handler: get},
  // @api PUT /containers/{id}/archive partial: no devices, gzip alone
  {method: 'PUT', path: '/containers/{id}/archive', handler: put},
  // @api GET /containers/{id}/export partial: no devices
  {method: 'GET', path: '/containers/{id}/export', handler: exportOne},
];
