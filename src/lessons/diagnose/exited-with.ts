import {defineCause} from './diagnosis.ts';
import {endedContainer, lastLine} from './evidence.ts';

/** It ended with an exit code that says something went another way than meant. */
export const exitedWith = defineCause({
  cause: 'exited-with',
  verdict: 'unmet',
  params: ['name', 'exitCode', 'last'],
  says: {
    usual: {
      en: 'Container {name} ended with exit code {exitCode}, which its own program chose.‹[ Its last line: “{last}”.]› `docker logs {name}` shows the rest.',
      zh: '容器 {name} 以退出码 {exitCode} 结束，这个数字由它自己的程序决定。‹[最后一行输出：“{last}”。]›用 `docker logs {name}` 看全部输出。',
    },
    '1': {
      en: 'Container {name} ended with exit code 1: its program met an error of its own.‹[ Its last line: “{last}”.]› `docker logs {name}` shows the rest.',
      zh: '容器 {name} 以退出码 1 结束：它的程序自己遇到了错误。‹[最后一行输出：“{last}”。]›用 `docker logs {name}` 看全部输出。',
    },
    '2': {
      en: 'Container {name} ended with exit code 2: most programs mean by it that they did not understand their arguments.‹[ Its last line: “{last}”.]› Look at what stands after the image.',
      zh: '容器 {name} 以退出码 2 结束：大多数程序用它表示没看懂参数。‹[最后一行输出：“{last}”。]›看一看镜像后面写了什么。',
    },
    '125': {
      en: 'Container {name} ended with exit code 125: docker itself could not carry out the command. Its own sentence stands in your terminal.',
      zh: '容器 {name} 以退出码 125 结束：是 docker 自己没能执行这条命令。原因就在你的终端里。',
    },
    '126': {
      en: 'Container {name} ended with exit code 126: its command was found but may not be executed.‹[ Its last line: “{last}”.]› A script needs `chmod +x`.',
      zh: '容器 {name} 以退出码 126 结束：命令找到了，但没有执行权限。‹[最后一行输出：“{last}”。]›脚本需要 `chmod +x`。',
    },
    '127': {
      en: 'Container {name} ended with exit code 127: a command was not found in its image.‹[ Its last line: “{last}”.]› Look at its spelling.',
      zh: '容器 {name} 以退出码 127 结束：镜像里找不到某个命令。‹[最后一行输出：“{last}”。]›检查拼写。',
    },
    '130': {
      en: 'Container {name} ended with exit code 130: it was interrupted with Ctrl-C (128 + signal 2).‹ `docker start {name}` starts it again.›',
      zh: '容器 {name} 以退出码 130 结束：它被 Ctrl-C 中断了（128 + 信号 2）。‹用 `docker start {name}` 再启动它。›',
    },
    '137': {
      en: 'Container {name} ended with exit code 137: it was killed (128 + signal 9), and not for lack of memory.‹ `docker start {name}` starts it again.›',
      zh: '容器 {name} 以退出码 137 结束：它被强制终止（128 + 信号 9），但不是因为内存不足。‹用 `docker start {name}` 再启动它。›',
    },
    '139': {
      en: 'Container {name} ended with exit code 139: its program crashed (128 + signal 11, a memory access that is not allowed). `docker logs {name}` shows how far it came.',
      zh: '容器 {name} 以退出码 139 结束：它的程序崩溃了（128 + 信号 11，非法内存访问）。用 `docker logs {name}` 看它走到了哪里。',
    },
    '143': {
      en: 'Container {name} ended with exit code 143: it was asked to stop (128 + signal 15).‹ `docker start {name}` starts it again.›',
      zh: '容器 {name} 以退出码 143 结束：它收到了停止的请求（128 + 信号 15）。‹用 `docker start {name}` 再启动它。›',
    },
  },
  variant: ({exitCode}) => exitCode,
  explains(found) {
    const container = endedContainer(found);
    return container && {name: container.name, exitCode: container.exitCode, last: lastLine(container)};
  },
});
