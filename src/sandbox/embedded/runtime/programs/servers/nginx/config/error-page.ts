import type {Directive} from './directive.ts';
import {ConfigProblem} from './problem.ts';
import {parseTemplate, type Template} from './template.ts';

/** What is shown in the place of an error. */
export interface ErrorPage {
  readonly statuses: readonly number[];
  /** The status the client sees; `own`: whatever the page answers, undefined: that of the error. */
  readonly status: number | 'own' | undefined;
  /** A path, a named location, or an address elsewhere. */
  readonly target: Template;
}

/** https://nginx.org/en/docs/http/ngx_http_core_module.html#error_page Throws ConfigProblem. */
export function parseErrorPage({args, place}: Directive): ErrorPage {
  const target = args.at(-1) ?? '';
  const before = args.at(-2) ?? '';
  const hasStatus = before.startsWith('=');
  if (hasStatus && !/^=\d{0,3}$/.test(before)) throw new ConfigProblem(`invalid value "${before}"`, place);
  const statuses = args.slice(0, hasStatus ? -2 : -1).map((text) => {
    const status = /^\d{1,9}$/.test(text) ? Number(text) : 499;
    if (status === 499) throw new ConfigProblem(`invalid value "${text}"`, place);
    if (status < 300 || status > 599) throw new ConfigProblem(`value "${text}" must be between 300 and 599`, place);
    return status;
  });
  return {
    statuses,
    status: !hasStatus ? undefined : before === '=' ? 'own' : Number(before.slice(1)),
    target: parseTemplate(target, place),
  };
}
