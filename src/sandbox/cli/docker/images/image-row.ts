import {formatGoTime} from '../../go/time.ts';
import type {GoStruct} from '../../template/value.ts';
import {shortId} from '../containers/container-row.ts';
import {row} from '../format/row.ts';
import {type Json, number, text, texts} from '../json.ts';
import {humanDuration, humanSize} from '../units.ts';
import {familiarName, parseReference} from './reference.ts';

/** One line of a list of images: an image may have several. */
export interface ImageLine {
  readonly image: Json;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** The headings of images. */
export const imageHeaders = {
  ID: 'IMAGE ID',
  Repository: 'REPOSITORY',
  Tag: 'TAG',
  Digest: 'DIGEST',
  CreatedSince: 'CREATED',
  CreatedAt: 'CREATED AT',
  Size: 'SIZE',
  Containers: 'CONTAINERS',
  VirtualSize: 'SIZE',
  SharedSize: 'SHARED SIZE',
  UniqueSize: 'UNIQUE SIZE',
};

const none = '<none>';

/** The lines of an image: one a tag, or one a digest where digests are shown. */
export function imageLines(image: Json, digests: boolean): readonly ImageLine[] {
  const tags = byRepository(
    texts(image['RepoTags']).filter((tag) => tag !== '<none>:<none>'),
    'tag',
  );
  const known = byRepository(
    texts(image['RepoDigests']).filter((digest) => digest !== '<none>@<none>'),
    'digest',
  );
  if (tags.size === 0 && known.size === 0) return [{image, repository: none, tag: none, digest: none}];
  const shown = (repository: string) => (digests ? (known.get(repository) ?? []) : []);
  const tagged = [...tags].flatMap(([repository, names]) =>
    names.flatMap((tag) => orNone(shown(repository)).map((digest) => ({image, repository, tag, digest}))),
  );
  const untagged = [...known.keys()]
    .filter((repository) => !tags.has(repository))
    .flatMap((repository) => orNone(shown(repository)).map((digest) => ({image, repository, tag: none, digest})));
  return [...tagged, ...untagged];
}

function orNone(values: readonly string[]): readonly string[] {
  return values.length === 0 ? [none] : values;
}

function byRepository(names: readonly string[], part: 'tag' | 'digest'): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const name of names) {
    const reference = parsed(name);
    if (reference === undefined || reference[part] === '') continue;
    const repository = familiarName(reference);
    found.set(repository, [...(found.get(repository) ?? []), reference[part]]);
  }
  return found;
}

function parsed(name: string): ReturnType<typeof parseReference> | undefined {
  try {
    return parseReference(name);
  } catch {
    return undefined;
  }
}

/** One image of `GET /images/json`, under one name. */
export function imageRow(
  {image, repository, tag, digest}: ImageLine,
  {truncates, nowMs}: {readonly truncates: boolean; readonly nowMs: number},
): GoStruct {
  const size = number(image['Size']);
  const shared = typeof image['SharedSize'] === 'number' ? image['SharedSize'] : -1;
  const containers = typeof image['Containers'] === 'number' ? image['Containers'] : -1;
  return row('formatter.imageContext', {
    ID: () => (truncates ? shortId(text(image['Id'])) : text(image['Id'])),
    Repository: () => repository,
    Tag: () => tag,
    Digest: () => digest,
    CreatedSince: () => createdSince(number(image['Created']), nowMs),
    CreatedAt: () => formatGoTime(number(image['Created'])),
    Size: () => humanSize(size, 3),
    Containers: () => (containers < 0 ? 'N/A' : String(containers)),
    VirtualSize: () => humanSize(size),
    SharedSize: () => (shared < 0 ? 'N/A' : humanSize(shared)),
    UniqueSize: () => (shared < 0 ? 'N/A' : humanSize(size - shared)),
  });
}

/** An image without a time was made at Go's zero, or not at all. */
function createdSince(seconds: number, nowMs: number): string {
  return seconds <= 0 ? 'N/A' : `${humanDuration(nowMs - seconds * 1000)} ago`;
}
