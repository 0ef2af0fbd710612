import type {Params} from '../observation.ts';

/** `container web`, `http http://localhost:8080`: type and what it looks at. */
export function checkName(check: {readonly type: string; readonly params: Params}): string {
  const {name, of, reference, url, container, ran, path, image, volume, network} = check.params;
  const named = [ran, name, of, reference, url, path, container, image, volume, network].find(
    (value) => typeof value === 'string',
  );
  return named === undefined ? check.type : `${check.type} ${String(named)}`;
}
