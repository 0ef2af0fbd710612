import {defineCause} from './diagnosis.ts';

/** The command ran, and ended with another exit code. */
export const commandExited = defineCause({
  cause: 'command-exited',
  verdict: 'unmet',
  params: ['command', 'target', 'expected', 'seen'],
  says: {
    usual: {
      en: '`{command}[ {target}]` ended with exit code {seen}; the step asks for {expected}. What it printed stands in your terminal.',
      zh: '`{command}[ {target}]` 以退出码 {seen} 结束，这一步要的是 {expected}。它的输出就在你的终端里。',
    },
    '126': {
      en: '`{command}[ {target}]` ended with exit code 126: the container has no such program, or it may not be executed. Small images often bring only sh.',
      zh: '`{command}[ {target}]` 以退出码 126 结束：容器里没有这个程序，或者没有执行权限。小镜像里往往只有 sh。',
    },
    '127': {
      en: '`{command}[ {target}]` ended with exit code 127: the container has no such command. Look at its spelling; small images bring few.',
      zh: '`{command}[ {target}]` 以退出码 127 结束：容器里没有这个命令。检查拼写；小镜像自带的命令很少。',
    },
  },
  variant: ({seen}) => seen,
});
