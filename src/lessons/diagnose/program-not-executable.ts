import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

/** The runtime found the file and may not execute it. */
export const programNotExecutable = defineCause({
  cause: 'program-not-executable',
  verdict: 'unmet',
  params: ['name', 'program'],
  says: {
    usual: {
      en: 'Container[ {name}] could not run {program} (exit code 126): it is a folder, or a file without the right to be executed. For a script of yours: `chmod +x` before you build.',
      zh: '容器[ {name}] 无法执行 {program}（退出码 126）：它是文件夹，或者没有执行权限。如果是你自己的脚本，构建之前先 `chmod +x`。',
    },
  },
  explains(found) {
    const refused = answered(found, /exec: \\?"([^"\\]+)\\?": permission denied/);
    return refused && {name: refused.refusal.target, program: refused.match[1] ?? ''};
  },
});
