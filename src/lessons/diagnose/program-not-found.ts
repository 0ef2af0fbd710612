import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

/** The runtime found no such program in the container's file system. */
export const programNotFound = defineCause({
  cause: 'program-not-found',
  verdict: 'unmet',
  params: ['name', 'program', 'verb'],
  says: {
    usual: {
      en: 'Container[ {name}] could not start: its image has no program {program} (exit code 127). Look at what stands after the image[; `docker rm {name}` before you run it again].',
      zh: '容器[ {name}] 没能启动：镜像里没有程序 {program}（退出码 127）。看一看镜像后面写了什么[；重新运行之前先 `docker rm {name}`]。',
    },
    exec: {
      en: 'Container {name} has no program {program}. Small images often bring only sh: `docker exec -it {name} sh`.',
      zh: '容器 {name} 里没有程序 {program}。小镜像里往往只有 sh：`docker exec -it {name} sh`。',
    },
  },
  variant: ({verb}) => (/exec$/.test(verb) ? 'exec' : 'usual'),
  explains(found) {
    const missing = answered(found, /exec: \\?"([^"\\]+)\\?": (?:executable file not found|stat \S+ no such file)/);
    return missing && {name: missing.refusal.target, program: missing.match[1] ?? '', verb: missing.refusal.verb};
  },
});
