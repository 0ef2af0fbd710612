import {defineCause} from './diagnosis.ts';

/** The right command with other options or arguments. */
export const runOtherwise = defineCause({
  cause: 'run-otherwise',
  verdict: 'unmet',
  params: ['command', 'target', 'detail', 'expected', 'seen'],
  says: {
    usual: {
      en: '`{command}[ {target}]` was run, with {detail} {seen}; the step asks for {expected}. `{command} --help` lists its options.',
      zh: '`{command}[ {target}]` 运行过了，但 {detail} 是 {seen}，这一步要的是 {expected}。选项见 `{command} --help`。',
    },
    option: {
      en: '`{command}[ {target}]` was run, but without the option for {detail}. `{command} --help` lists its options.',
      zh: '`{command}[ {target}]` 运行过了，但没有加 {detail} 对应的选项。选项见 `{command} --help`。',
    },
    all: {
      en: '`{command}` was run without `-a`, so it left out what is not running. Run it again with `-a`.',
      zh: '`{command}` 没有加 `-a`，没有运行的就不会列出来。加上 `-a` 再运行一次。',
    },
    command: {
      en: '`{command} {target}` ran {seen}; the step asks for {expected}. What stands behind the container is the command inside it.',
      zh: '`{command} {target}` 里运行的是 {seen}，这一步要的是 {expected}。容器名后面写的，就是在里面运行的命令。',
    },
  },
  variant({detail, expected}) {
    if (detail === 'all' || detail === 'command') return expected === 'true' || detail === 'command' ? detail : 'usual';
    return expected === 'true' ? 'option' : 'usual';
  },
});
