import {z} from 'zod';
import type {Verdict} from '../../observation.ts';
import {defineCheck, look} from './check.ts';
import {contains, matcher, matcherMap, matches} from './matchers.ts';
import {passed, unmet} from './verdict.ts';
import {httpView} from './views.ts';

const params = z
  .strictObject({
    url: z.url({protocol: /^https?$/}).exactOptional(),
    /** Inside the cluster, instead of a URL: `service/web` or `pod/web`, with its port and a path. */
    of: z
      .string()
      .regex(/^(service|pod)\/[a-z0-9.-]+$/, 'service/NAME or pod/NAME')
      .exactOptional(),
    namespace: z.string().min(1).exactOptional(),
    port: z.int().min(1).max(65_535).exactOptional(),
    path: z.string().startsWith('/').exactOptional(),
    status: matcher.exactOptional(),
    body: matcher.exactOptional(),
    header: matcherMap.exactOptional(),
  })
  .refine(({url, of, port}) => (url === undefined ? of !== undefined && port !== undefined : true), {
    message: 'expected url, or of and port',
  })
  .refine(
    ({url, of, namespace, port, path}) =>
      url === undefined || [of, namespace, port, path].every((one) => one === undefined),
    {
      message: 'of, namespace, port and path do not go with url',
    },
  );

/** Passes when a GET of the URL is answered as written; with a URL alone, by any answer. */
export const http = defineCheck({
  type: 'http',
  params,
  subject: ({url, of = '', namespace = '', port = 80, path = '/'}) =>
    url === undefined ? {api: 'kubernetes', resource: 'answer', namespace, of, port, path} : {api: 'http', url},
  evaluate({url: address, of, port, path = '/', status, body, header}, seen) {
    const url = address ?? `${of}:${port}${path}`;
    return look(seen, {
      object: url,
      view: httpView,
      absent: () => (of === undefined ? unmet('nothing-listens', {url}) : notThere(of)),
      present(answer) {
        if (status !== undefined && !matches(status, answer.status))
          return unmet('http-status-differs', {url, expected: String(status), seen: String(answer.status)});
        for (const [name, wanted] of Object.entries(header ?? {})) {
          const value = answer.headers[name.toLowerCase()];
          if (!matches(wanted, value))
            return unmet('http-header-differs', {url, header: name, expected: String(wanted), seen: value ?? ''});
        }
        if (body !== undefined && !contains(body, answer.body))
          return unmet('http-body-differs', {url, expected: String(body), seen: firstLine(answer.body)});
        return passed;
      },
    });
  },
});

function notThere(of: string): Verdict {
  const [kind = '', name = ''] = of.split('/');
  return unmet('not-there', {kind: kind === 'pod' ? 'Pod' : 'Service', name, similar: []});
}

/** What a person would quote of a page: its title, else its first line with text in it. */
function firstLine(body: string): string {
  const title = /<title>([^<]+)<\/title>/i.exec(body)?.[1];
  return (title ?? body.split('\n').find((line) => line.trim() !== '') ?? '').trim();
}
