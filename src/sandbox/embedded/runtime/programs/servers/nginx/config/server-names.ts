import type {Pattern} from '../../perl-regex/pattern.ts';
import type {Directive} from './directive.ts';
import {compileRegex} from './regex.ts';

/** A name of a server; `text` as it was written. */
export type ServerName =
  | {readonly kind: 'exact'; readonly text: string; readonly host: string}
  /** `*.example.com`: `host` is `.example.com`; `.example.com` is also the bare name. */
  | {readonly kind: 'front'; readonly text: string; readonly host: string; readonly alsoBare: boolean}
  /** `mail.*`: `host` is `mail.` */
  | {readonly kind: 'back'; readonly text: string; readonly host: string}
  | {readonly kind: 'regex'; readonly text: string; readonly pattern: Pattern};

/** https://nginx.org/en/docs/http/server_names.html Throws ConfigProblem. */
export function parseServerNames(directives: readonly Directive[], hostname: string): readonly ServerName[] {
  const names = directives.flatMap(({args, place}) =>
    args.map((text): ServerName => {
      if (text.startsWith('~')) return {kind: 'regex', text, pattern: compileRegex(text.slice(1), true, place)};
      const host = (text === '$hostname' ? hostname : text).toLowerCase();
      if (host.startsWith('*.')) return {kind: 'front', text: host, host: host.slice(1), alsoBare: false};
      if (host.startsWith('.')) return {kind: 'front', text: host.slice(1), host, alsoBare: true};
      if (host.endsWith('.*')) return {kind: 'back', text: host, host: host.slice(0, -1)};
      return {kind: 'exact', text: host, host};
    }),
  );
  return names.length > 0 ? names : [{kind: 'exact', text: '', host: ''}];
}
