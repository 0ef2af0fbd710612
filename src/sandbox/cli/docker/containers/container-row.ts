import {quote} from '../../go/quote.ts';
import {textWidth} from '../../go/tabwriter.ts';
import {formatGoTime} from '../../go/time.ts';
import type {GoStruct} from '../../template/value.ts';
import {labelsText, row, textMethod} from '../format/row.ts';
import {type Json, number, object, objects, text, textMap, texts} from '../json.ts';
import {humanDuration, humanSize} from '../units.ts';
import {portsText} from './ports-text.ts';

/** How rows are shown. */
export interface RowStyle {
  readonly truncates: boolean;
  readonly nowMs: number;
}

/** The headings of containers. */
export const containerHeaders = {
  ID: 'CONTAINER ID',
  Names: 'NAMES',
  Image: 'IMAGE',
  Command: 'COMMAND',
  CreatedAt: 'CREATED AT',
  RunningFor: 'CREATED',
  Ports: 'PORTS',
  State: 'STATE',
  Status: 'STATUS',
  Platform: 'PLATFORM',
  Size: 'SIZE',
  Labels: 'LABELS',
  Mounts: 'MOUNTS',
  LocalVolumes: 'LOCAL VOLUMES',
  Networks: 'NETWORKS',
};

/** One container of `GET /containers/json`. https://docs.docker.com/engine/cli/formatting/ */
export function containerRow(container: Json, {truncates, nowMs}: RowStyle): GoStruct {
  const labels = textMap(container['Labels']);
  const mounts = objects(container['Mounts']);
  return row(
    'formatter.ContainerContext',
    {
      ID: () => (truncates ? shortId(text(container['Id'])) : text(container['Id'])),
      Names: () => namesOf(container, truncates),
      Image: () => imageOf(container, truncates),
      Command: () => quote(truncates ? ellipsis(text(container['Command']), 20) : text(container['Command'])),
      CreatedAt: () => formatGoTime(number(container['Created'])),
      RunningFor: () => `${humanDuration(nowMs - number(container['Created']) * 1000)} ago`,
      Platform: () => null,
      Ports: () => portsText(container['Ports']),
      State: () => text(container['State']),
      Status: () => text(container['Status']),
      Size: () => sizeOf(container),
      Labels: () => labelsText(labels),
      Mounts: () =>
        mounts
          .map(({Name, Source}) => text(Name) || text(Source))
          .map((name) => (truncates ? ellipsis(name, 15) : name))
          .join(','),
      LocalVolumes: () => String(mounts.filter(({Driver}) => Driver === 'local').length),
      Networks: () => Object.keys(object(object(container['NetworkSettings'])['Networks'])).join(','),
    },
    {Label: textMethod((name) => labels.get(name) ?? '')},
  );
}

/** The first twelve digits of an ID. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

/** A text cut to so many columns, `…` included. */
export function ellipsis(whole: string, columns: number): string {
  if (textWidth(whole) <= columns) return whole;
  let kept = '';
  for (const char of whole) {
    if (textWidth(kept + char) > columns - 1) break;
    kept += char;
  }
  return `${kept}…`;
}

function namesOf(container: Json, truncates: boolean): string {
  const names = texts(container['Names']).map((name) => name.replace(/^\//, ''));
  // A name with a slash in it is how a link to the container is called.
  return (truncates ? names.filter((name) => !name.includes('/')) : names).join(',');
}

function imageOf(container: Json, truncates: boolean): string {
  const image = text(container['Image']);
  if (image === '') return '<no image>';
  if (!truncates) return image;
  const id = shortId(text(container['ImageID']));
  if (id === shortId(image)) return id;
  return image.replace(/^(.*:[^/@]+)@sha256:[0-9a-f]+$/, '$1');
}

function sizeOf(container: Json): string {
  const own = humanSize(number(container['SizeRw']), 3);
  const all = number(container['SizeRootFs']);
  return all > 0 ? `${own} (virtual ${humanSize(all, 3)})` : own;
}
