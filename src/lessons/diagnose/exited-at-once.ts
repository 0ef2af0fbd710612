import {defineCause} from './diagnosis.ts';
import {endedContainer, lastLine} from './evidence.ts';

const SHELL = /^(?:\S*\/)?(?:ba|z|da|a)?sh$/;

/** Its process did what it had to do and ended without an error: a container lives no longer than that. */
export const exitedAtOnce = defineCause({
  cause: 'exited-at-once',
  verdict: 'unmet',
  params: ['name', 'command', 'last'],
  says: {
    usual: {
      en: 'Container {name} started and ended (exit code 0): its command {command} was done.[ Its last line: “{last}”.] A container lives as long as its process; give it one that keeps running.',
      zh: '容器 {name} 启动后就结束了（退出码 0）：它的命令 {command} 已经做完。[最后一行输出：“{last}”。]进程活多久，容器就活多久；换一个会一直运行的命令。',
    },
    shell: {
      en: 'Container {name} started and ended (exit code 0): its process is a shell, {command}, and a shell without a terminal ends at once. Run it with `-it`, or with a command that keeps running.',
      zh: '容器 {name} 启动后就结束了（退出码 0）：它的进程是 shell（{command}），没有终端的 shell 会立刻结束。加上 `-it`，或换一个会一直运行的命令。',
    },
  },
  variant: ({command}) => (SHELL.test(command) ? 'shell' : 'usual'),
  explains(found) {
    const container = endedContainer(found);
    if (container === undefined || container.exitCode !== 0) return undefined;
    const words = container.command.length > 0 ? container.command : container.entrypoint;
    return {name: container.name, command: words.join(' '), last: lastLine(container)};
  },
});
