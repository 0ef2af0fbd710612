import {base64, concat} from '../../../../bytes/bytes.ts';
import {isSystemError} from '../../../../system-error.ts';
import {baseName} from '../../../fs/path.ts';
import type {Process} from '../../../process/process.ts';
import {decodeBytes, decodeText, encodeBytes} from '../../text/codec.ts';
import {readAllInput} from '../read-input.ts';
import type {CurlOptions, DataPart} from './curl-options.ts';
import {CurlFailure, OptionFailure} from './failure.ts';

/** What a request carries. */
export interface RequestBody {
  readonly bytes: Uint8Array;
  /** Its `Content-Type`; none for an upload. */
  readonly type: string | undefined;
  readonly method: 'POST' | 'PUT';
}

/** The body a command line asks for; undefined when there is none. Throws OptionFailure and CurlFailure for files that cannot be read. */
export async function loadBody(process: Process, options: CurlOptions): Promise<RequestBody | undefined> {
  if (options.form.length > 0) return loadForm(process, options.form);
  if (options.upload !== undefined)
    return {bytes: await readUpload(process, options.upload), type: undefined, method: 'PUT'};
  if (options.data.length === 0 || options.dataInUrl) return undefined;
  const bytes = await joinData(process, options);
  return {bytes, type: options.isJson ? 'application/json' : 'application/x-www-form-urlencoded', method: 'POST'};
}

/** All of `-d` in one, joined as a form is. */
export async function joinData(process: Process, {data, isJson}: CurlOptions): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const part of data) {
    if (parts.length > 0 && !isJson) parts.push(encodeBytes('&'));
    parts.push(await loadPart(process, part));
  }
  return concat(parts);
}

async function loadPart(process: Process, part: DataPart): Promise<Uint8Array> {
  switch (part.kind) {
    case 'text':
      return encodeBytes(part.text);
    case 'file': {
      const bytes = await readFor(process, part.path, '-d');
      return part.binary ? bytes : bytes.filter((byte) => byte !== 0x0a && byte !== 0x0d && byte !== 0);
    }
    case 'encoded':
      return encodeBytes(await encoded(process, part.text));
  }
}

async function encoded(process: Process, text: string): Promise<string> {
  const [, name = '', sign, rest = ''] = /^([^=@]*)([=@])(.*)$/s.exec(text) ?? [];
  if (sign === undefined) return percent(text);
  const value = sign === '=' ? rest : decodeBytes(await readFor(process, rest, '--data-urlencode'));
  return name === '' ? percent(value) : `${name}=${percent(value)}`;
}

function percent(text: string): string {
  return text.replace(
    /[^A-Za-z0-9\-._~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

async function readFor(process: Process, path: string, option: string): Promise<Uint8Array> {
  if (path === '-') return encodeBytes(await readAllInput(process));
  try {
    return process.files.read(decodeText(encodeBytes(path)));
  } catch (error) {
    if (isSystemError(error)) throw new OptionFailure(`option ${option}: error encountered when reading a file`, 26);
    throw error;
  }
}

async function readUpload(process: Process, path: string): Promise<Uint8Array> {
  if (path === '-' || path === '.') return encodeBytes(await readAllInput(process));
  try {
    return process.files.read(decodeText(encodeBytes(path)));
  } catch (error) {
    if (isSystemError(error)) throw new CurlFailure(26, 'Failed to open/read local data from file/application');
    throw error;
  }
}

/** `multipart/form-data`: `name=text`, `name=@file;type=…`, `name=<file`. */
async function loadForm(process: Process, fields: readonly string[]): Promise<RequestBody> {
  const boundary = `------------------------${base64(process.space.kernel.outside.random(16))
    .replace(/[^A-Za-z0-9]/g, 'x')
    .slice(0, 22)}`;
  const parts: Uint8Array[] = [];
  for (const field of fields) {
    const [, name = '', rest = ''] = /^([^=]*)=(.*)$/s.exec(field) ?? [];
    const [value = '', ...settings] = rest.split(';');
    const type = settings.find((setting) => setting.startsWith('type='))?.slice('type='.length);
    const isFile = value.startsWith('@');
    const content = isFile || value.startsWith('<') ? await readUpload(process, value.slice(1)) : encodeBytes(value);
    const file = isFile ? `; filename="${baseName(value.slice(1))}"` : '';
    const typed = type ?? (isFile ? guessType(value) : undefined);
    const head =
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n` +
      `${typed === undefined ? '' : `Content-Type: ${typed}\r\n`}\r\n`;
    parts.push(encodeBytes(head), content, encodeBytes('\r\n'));
  }
  parts.push(encodeBytes(`--${boundary}--\r\n`));
  return {bytes: concat(parts), type: `multipart/form-data; boundary=${boundary}`, method: 'POST'};
}

const types: {readonly [extension: string]: string} = {
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  htm: 'text/html',
  html: 'text/html',
  pdf: 'application/pdf',
  xml: 'application/xml',
};

function guessType(path: string): string {
  return types[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
}
