import type {NginxRequest} from './request.ts';

/** The type of what a path names, by its extension. */
export function typeOf({path, settings}: NginxRequest): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const extension = dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
  return settings.types.get(extension) ?? settings.defaultType;
}
