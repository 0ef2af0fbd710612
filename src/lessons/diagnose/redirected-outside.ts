import {shown} from '../checks/matchers.ts';
import {type Case, defineCause} from './diagnosis.ts';
import {said} from './evidence.ts';

const PRINTS = /^(?:\S*\/)?(?:echo|printf|cat)(?:\s|$)/;
/** Where the learner's own shell puts what a line prints: behind a `>` that no quotes keep from it. */
const REDIRECTED = />{1,2}\s*([^\s;&|<>]+)/;

/** `docker exec web echo hello > index.html`: the file is made in the learner's folder. */
export const redirectedOutside = defineCause({
  cause: 'redirected-outside',
  verdict: 'unmet',
  params: ['container', 'file'],
  says: {
    usual: {
      en: 'The `>` was read by your own shell: the text is in {file} in your folder, not in {container}. Put the command in quotes after `sh -c`.',
      zh: '`>` 被你自己的 shell 读走了：文字写进了你文件夹里的 {file}，不在 {container} 里。把整条命令放进 `sh -c` 后面的引号。',
    },
    unseen: {
      en: 'What {container} was told to print came out to you: a `>` outside quotes is read by your own shell, and nothing is written in {container}. Put the command in quotes after `sh -c`.',
      zh: '{container} 打印的文字传到了外面：引号外的 `>` 由你自己的 shell 来读，{container} 里什么也没有写。把整条命令放进 `sh -c` 后面的引号。',
    },
  },
  variant: ({file}) => (file === '' ? 'unseen' : 'usual'),
  explains(found) {
    const container = (said(found, 'file-differs') ?? said(found, 'file-missing'))?.['container'] ?? '';
    if (container === '' || !printedLast(found, container)) return undefined;
    const file = redirectedTo(found, container);
    return file === undefined ? undefined : {container, file};
  },
});

function printedLast({surroundings: {calls}}: Case, container: string): boolean {
  const exec = calls.findLast(({verb, target}) => verb === 'container exec' && target === container);
  return exec !== undefined && exec.status < 400 && PRINTS.test(shown(exec.detail['command']));
}

/** The file of the newest such line; '' where no shell told what was typed, undefined where nothing was redirected. */
function redirectedTo({surroundings: {commands}}: Case, container: string): string | undefined {
  const typed = commands.findLast(({line}) => /\bdocker\b.*\bexec\b/.test(line) && line.includes(container));
  if (typed === undefined) return '';
  return REDIRECTED.exec(typed.line.replace(/'[^']*'|"[^"]*"/g, ''))?.[1];
}
