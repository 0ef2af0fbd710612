import {isSystemError} from '../../../../../system-error.ts';
import {decodeBytes, encodeBytes, encodeText} from '../../../text/codec.ts';
import {dateParts, httpDate} from '../../dates.ts';
import {errorNumberText} from '../../error-number.ts';
import {bytesBody, type Outcome, statusOutcome} from './answer.ts';
import {diskPath, statQuietly} from './disk.ts';
import type {NginxRequest} from './request.ts';
import {escapeComponent, escapeHtml} from './uri.ts';
import {fileName} from './variables.ts';

interface Entry {
  /** One character a byte. */
  readonly name: string;
  readonly isFolder: boolean;
  readonly size: number;
  readonly modifiedMs: number;
}

const nameWidth = 50;

/** https://nginx.org/en/docs/http/ngx_http_autoindex_module.html */
export async function listFolder(request: NginxRequest): Promise<Outcome> {
  const path = fileName(request);
  let names: readonly string[];
  try {
    names = request.worker.process.files.list(diskPath(path));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const isMissing = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code);
    if (!isMissing || request.settings.logsNotFound)
      await request.complain('error', `opendir() "${path}" failed (${errorNumberText(error)})`);
    return statusOutcome(isMissing ? 404 : error.code === 'EACCES' ? 403 : 500);
  }
  const entries = names
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => entryOf(request, path, decodeBytes(encodeText(name))))
    .sort((one, other) => Number(other.isFolder) - Number(one.isFolder) || (one.name < other.name ? -1 : 1));
  const {format, exactSize} = request.settings.autoindex;
  const isJson = format === 'json';
  const text = isJson ? jsonListing(entries) : htmlListing(request.path, entries, exactSize);
  const type = isJson ? 'application/json' : 'text/html';
  return {kind: 'answer', answer: {status: 200, type, isChunked: true, body: bytesBody(encodeBytes(text))}};
}

function entryOf(request: NginxRequest, folder: string, name: string): readonly Entry[] {
  const stat = statQuietly(request, `${folder}${name}`);
  if (!stat) return [];
  return [{name, isFolder: stat.kind === 'directory', size: stat.size, modifiedMs: stat.modifiedMs}];
}

function htmlListing(path: string, entries: readonly Entry[], exactSize: boolean): string {
  const title = `Index of ${escapeHtml(path)}`;
  const lines = entries.map((entry) => `${htmlLine(entry, exactSize)}\r\n`).join('');
  return (
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<h1>${title}</h1><hr><pre>` +
    `<a href="../">../</a>\r\n${lines}</pre><hr></body>\r\n</html>\r\n`
  );
}

function htmlLine({name, isFolder, size, modifiedMs}: Entry, exactSize: boolean): string {
  const shown = isFolder ? `${name}/` : name;
  const isLong = shown.length > nameWidth;
  const label = isLong ? `${escapeHtml(shown.slice(0, nameWidth - 3))}..&gt;` : escapeHtml(shown);
  const gap = isLong ? '' : ' '.repeat(nameWidth - shown.length);
  const {year, monthName, day, time} = dateParts(modifiedMs);
  const sizeText = isFolder ? '-' : exactSize ? String(size) : roundSize(size);
  const href = `${escapeComponent(name)}${isFolder ? '/' : ''}`;
  const when = `${day}-${monthName}-${year} ${time.slice(0, 5)}`;
  return `<a href="${href}">${label}</a>${gap} ${when} ${sizeText.padStart(exactSize ? 19 : 7)}`;
}

function roundSize(size: number): string {
  if (size < 10_000) return String(size);
  for (const [unit, factor] of [
    ['K', 1024],
    ['M', 1024 ** 2],
  ] as const)
    if (size / factor < 10_000) return `${Math.round(size / factor)}${unit}`;
  return `${Math.round(size / 1024 ** 3)}G`;
}

function jsonListing(entries: readonly Entry[]): string {
  const lines = entries.map(({name, isFolder, size, modifiedMs}) => {
    const type = isFolder ? 'directory' : 'file';
    const rest = isFolder ? '' : `, "size":${size}`;
    return `{ "name":"${name.replace(/["\\]/g, '\\$&')}", "type":"${type}", "mtime":"${httpDate(modifiedMs)}"${rest} }`;
  });
  return `[\r\n${lines.join(',\r\n')}\r\n]`;
}
