import {decode} from '../../bytes/bytes.ts';
import {badRequest} from './refusal.ts';

/** A path without its percent-encoding. Throws 400; bytes that are no UTF-8 become U+FFFD. */
export function decodePath(path: string): string {
  const wrong = /%(?![0-9a-f]{2}).{0,2}/i.exec(path);
  if (wrong) throw badRequest(`invalid URL escape ${JSON.stringify(wrong[0])}`);
  try {
    return decodeURIComponent(path);
  } catch {
    return path.replaceAll(/(?:%[0-9a-f]{2})+/gi, (encoded) =>
      decode(Uint8Array.from(encoded.slice(1).split('%'), (digits) => Number.parseInt(digits, 16))),
    );
  }
}

/** `/v1.41/info` is version 1.41 and `/info`; a path may come without a version. */
export function versionOf(whole: string): {readonly version: string | undefined; readonly path: string | undefined} {
  const [, version, path] = /^\/v([0-9.]+)(\/.*)$/s.exec(whole) ?? [];
  return version === undefined ? {version, path: whole} : {version, path};
}
