import {z} from 'zod';
import {defineCheck, look} from './check.ts';
import {contains, matcher} from './matchers.ts';
import {passed, unmet} from './verdict.ts';
import {fileView} from './views.ts';

const params = z
  .strictObject({
    path: z.string().min(1),
    container: z.string().min(1).exactOptional(),
    contains: matcher.exactOptional(),
    type: z.enum(['file', 'folder']).exactOptional(),
  })
  .refine(({path, container}) => (container === undefined) !== path.startsWith('/'), {
    message: 'expected a path relative to the working folder, or an absolute one with a container',
    path: ['path'],
  });

/** Passes when a file or folder is in the working folder, or in a container, with the text in it. */
export const file = defineCheck({
  type: 'file',
  params,
  subject: ({path, container}) =>
    container === undefined ? {api: 'files', path} : {api: 'docker', resource: 'file', container, path},
  evaluate: ({path, container = '', contains: wanted, type}, seen) =>
    look(seen, {
      object: path,
      view: fileView,
      absent: (similar) => unmet('file-missing', {path, container, similar}),
      present(object) {
        if (type !== undefined && object.type !== type)
          return unmet('file-type-differs', {path, container, expected: type, seen: object.type});
        if (wanted !== undefined && !contains(wanted, object.content))
          return unmet('file-differs', {path, container, expected: String(wanted), seen: firstLine(object.content)});
        return passed;
      },
    }),
});

function firstLine(content: string): string {
  return (
    content
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}
