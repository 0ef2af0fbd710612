import {defineCause} from './diagnosis.ts';
import {did, endedContainer} from './evidence.ts';

/** How a container ends when Ctrl-C reaches it: by SIGINT, or with grace. */
const BY_INTERRUPT = [0, 2, 130];

/** Run in the foreground and ended with Ctrl-C. */
export const notDetached = defineCause({
  cause: 'not-detached',
  verdict: 'unmet',
  params: ['name'],
  says: {
    usual: {
      en: 'Container {name} ran in the foreground and ended with your Ctrl-C. `docker start {name}` starts it in the background; next time `docker run -d`.',
      zh: '容器 {name} 在前台运行，你按下 Ctrl-C 时它就结束了。`docker start {name}` 会让它在后台运行；下次用 `docker run -d`。',
    },
  },
  explains(found) {
    const container = endedContainer(found);
    if (container === undefined || !BY_INTERRUPT.includes(container.exitCode)) return undefined;
    const {name} = container;
    const typed = found.surroundings.commands.findLast(
      ({line}) => /\bdocker\b.*\brun\b/.test(line) && line.split(/\s+/).includes(name),
    );
    const detached = typed !== undefined && /\s(-[a-z]*d[a-z]*|--detach)(\s|=|$)/.test(typed.line);
    const interrupted = typed?.exitCode === 130 || did(found, /^container kill$/, name) !== undefined;
    return typed !== undefined && !detached && interrupted ? {name} : undefined;
  },
});
