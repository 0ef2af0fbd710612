import type {ObjectType, Schema} from './field.ts';
import {packages} from './packages.ts';
import {Table} from './table.ts';

/** Kinds of the meta package that clients send under any version: `policy/v1, Kind=DeleteOptions`. */
const everywhere = new Set(['DeleteOptions', 'Status']);

/** The types of all built-in kinds. Cheap: types are read from the table when they are asked for. */
export function createSchema(): Schema {
  const table = new Table();
  const byGroup = new Map(
    packages.map(({name, group, version}) => [group === '' ? version : `${group}/${version}`, name]),
  );
  return {
    kind(apiVersion, kind) {
      const place = everywhere.has(kind) ? 'meta.v1' : byGroup.get(apiVersion);
      const type = place === undefined ? undefined : table.type(`${place}.${kind}`);
      return type?.isKind ? type : undefined;
    },
    type: (name): ObjectType | undefined => table.type(name.replace(/^.*\.(\w+\.\w+\.\w+)$/, '$1')),
  };
}
