import type {Process} from '../../../process/process.ts';
import {encodeBytes} from '../../text/codec.ts';
import type {TransferFacts} from './transfer.ts';
import {urlText} from './url.ts';

/** What is known when a transfer is over. */
export interface WriteOutFacts extends TransferFacts {
  readonly beganMs: number;
  readonly endedMs: number;
  readonly code: number;
  readonly message: string;
  readonly path: string;
  readonly index: number;
  readonly connects: number;
}

type Value = (facts: WriteOutFacts) => string;

const seconds = (ms: number): string => (Math.max(0, ms) / 1000).toFixed(6);

const variables: {readonly [name: string]: Value} = {
  content_type: ({type}) => type,
  errormsg: ({message}) => message,
  exitcode: ({code}) => String(code),
  filename_effective: ({path}) => path,
  http_code: ({status}) => String(status).padStart(3, '0'),
  response_code: ({status}) => String(status).padStart(3, '0'),
  http_connect: () => '000',
  http_version: ({version}) => (version === '' ? '0' : version),
  local_ip: ({local}) => local,
  local_port: ({localPort}) => String(localPort),
  method: ({method}) => method,
  num_connects: ({connects}) => String(connects),
  num_headers: ({headerCount}) => String(headerCount),
  num_redirects: ({redirects}) => String(redirects),
  redirect_url: ({redirectUrl}) => redirectUrl,
  remote_ip: ({remote}) => remote,
  remote_port: ({remotePort}) => String(remotePort),
  scheme: ({url}) => url.scheme,
  size_download: ({downloaded}) => String(downloaded),
  size_header: ({headerBytes}) => String(headerBytes),
  size_request: ({requestBytes}) => String(requestBytes),
  size_upload: ({uploaded}) => String(uploaded),
  speed_download: ({downloaded, beganMs, endedMs}) =>
    String(Math.floor((downloaded * 1000) / Math.max(1, endedMs - beganMs))),
  speed_upload: ({uploaded, beganMs, endedMs}) =>
    String(Math.floor((uploaded * 1000) / Math.max(1, endedMs - beganMs))),
  ssl_verify_result: () => '0',
  time_appconnect: () => '0.000000',
  time_connect: ({connectedMs, beganMs}) => seconds(connectedMs - beganMs),
  time_namelookup: () => '0.000000',
  time_pretransfer: ({connectedMs, beganMs}) => seconds(connectedMs - beganMs),
  time_redirect: () => '0.000000',
  time_starttransfer: ({firstByteMs, beganMs}) => seconds(firstByteMs - beganMs),
  time_total: ({endedMs, beganMs}) => seconds(endedMs - beganMs),
  url: ({url}) => urlText(url),
  url_effective: ({url}) => urlText(url),
  urlnum: ({index}) => String(index),
};

const escapes: {readonly [letter: string]: string} = {n: '\n', r: '\r', t: '\t', '\\': '\\'};

/** https://curl.se/docs/manpage.html#-w */
export async function writeOut(process: Process, format: string, facts: WriteOutFacts): Promise<void> {
  let fd = 1;
  const pattern = /%\{([^}]*)\}|%%|\\([nrt\\])|[^%\\]+|[\s\S]/g;
  for (const [text, name, letter] of format.matchAll(pattern)) {
    if (name === 'stderr' || name === 'stdout') fd = name === 'stderr' ? 2 : 1;
    else if (name !== undefined && !Object.hasOwn(variables, name))
      await process.complain(`curl: unknown --write-out variable: '${name}'`);
    else {
      const value = name === undefined ? undefined : variables[name]?.(facts);
      const plain = letter === undefined ? (text === '%%' ? '%' : text) : (escapes[letter] ?? text);
      await process.write(fd, encodeBytes(value ?? plain));
    }
  }
}
