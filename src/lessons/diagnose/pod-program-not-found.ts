import {defineCause} from './diagnosis.ts';
import {containersOf} from './kube-evidence.ts';

/** The first program of a container is not in its image. */
export const podProgramNotFound = defineCause({
  cause: 'pod-program-not-found',
  verdict: 'unmet',
  params: ['pod', 'program'],
  says: {
    usual: {
      en: 'Pod {pod} cannot start: its image has no program {program}. The command comes from `command` and `args` of the manifest, or from what stands behind `--`.',
      zh: 'Pod {pod} 启动不了：镜像里没有程序 {program}。命令来自清单里的 `command` 和 `args`，或者写在 `--` 后面的内容。',
    },
  },
  explains(found) {
    for (const {podName, message} of containersOf(found)) {
      const match = /exec: "([^"]+)": (?:executable file not found|stat .*: no such file|permission denied)/.exec(
        message,
      );
      if (match) return {pod: podName, program: match[1] ?? ''};
    }
    return undefined;
  },
});
