import {z} from 'zod';
import {defineCheck, look} from './check.ts';
import {contains, matcher, matcherMap, matches} from './matchers.ts';
import {passed, unmet} from './verdict.ts';
import {httpView} from './views.ts';

const params = z.strictObject({
  url: z.url({protocol: /^https?$/}),
  status: matcher.exactOptional(),
  body: matcher.exactOptional(),
  header: matcherMap.exactOptional(),
});

/** Passes when a GET of the URL is answered as written; with a URL alone, by any answer. */
export const http = defineCheck({
  type: 'http',
  params,
  subject: ({url}) => ({api: 'http', url}),
  evaluate: ({url, status, body, header}, seen) =>
    look(seen, {
      object: url,
      view: httpView,
      absent: () => unmet('nothing-listens', {url}),
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
    }),
});

/** What a person would quote of a page: its title, else its first line with text in it. */
function firstLine(body: string): string {
  const title = /<title>([^<]+)<\/title>/i.exec(body)?.[1];
  return (title ?? body.split('\n').find((line) => line.trim() !== '') ?? '').trim();
}
