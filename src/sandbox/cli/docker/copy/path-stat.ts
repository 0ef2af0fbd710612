import {decodeBase64, decodeText} from '../../bytes.ts';
import type {Docker} from '../app.ts';
import {containerPath} from '../containers/paths.ts';
import {number, object, text} from '../json.ts';

/** What is at a path in a container. */
export interface PathStat {
  readonly name: string;
  readonly sizeBytes: number;
  readonly isFolder: boolean;
  readonly isLink: boolean;
  readonly isRegular: boolean;
  readonly linkTarget: string;
}

const header = 'x-docker-container-path-stat';
// Go's file modes carry the kind in their high bits.
const folderBit = 2 ** 31;
const linkBit = 2 ** 27;
const kindBits = [folderBit, linkBit, 2 ** 26, 2 ** 25, 2 ** 24, 2 ** 21, 2 ** 19];

/** Reads the header that comes with an archive of a path. */
export function readPathStat(headers: Readonly<Record<string, string>>): PathStat {
  const stat = object(JSON.parse(decodeText(decodeBase64(headers[header] ?? 'e30='))));
  const mode = number(stat['mode']);
  const has = (bit: number) => Math.floor(mode / bit) % 2 === 1;
  return {
    name: text(stat['name']),
    sizeBytes: number(stat['size']),
    isFolder: has(folderBit),
    isLink: has(linkBit),
    isRegular: !kindBits.some(has),
    linkTarget: text(stat['linkTarget']),
  };
}

/** Looks at a path in a container; throws when there is nothing. */
export async function statPath({engine}: Docker, container: string, path: string): Promise<PathStat> {
  const answer = await engine.call({method: 'HEAD', path: containerPath(container, 'archive'), query: {path}});
  return readPathStat(answer.headers);
}
