import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

/** `-v` or `--mount` with a relative path, or a folder that is not there. */
export const mountRefused = defineCause({
  cause: 'mount-refused',
  verdict: 'unmet',
  params: ['source', 'target'],
  says: {
    source: {
      en: 'Docker took {source} for the name of a volume, and a name has no slash. For a folder of yours write the whole path: `-v "$PWD/{source}:/target"`.',
      zh: 'Docker 把 {source} 当成了卷名，而卷名里不能有斜杠。要挂载自己的文件夹，就写完整路径：`-v "$PWD/{source}:/target"`。',
    },
    target: {
      en: 'The mount ends at {target}, which is not a whole path. In `-v SOURCE:TARGET` the target begins with a slash: `-v SOURCE:/{target}`.',
      zh: '挂载目标 {target} 不是完整路径。`-v SOURCE:TARGET` 里的目标要以斜杠开头：`-v SOURCE:/{target}`。',
    },
    missing: {
      en: 'There is no folder {source} to mount. Make it with `mkdir`, or look at the path, then run it again.',
      zh: '要挂载的文件夹 {source} 不存在。用 `mkdir` 建一个，或检查路径，再运行一次。',
    },
  },
  variant: ({source, target}) => (target !== '' ? 'target' : source.startsWith('/') ? 'missing' : 'source'),
  explains(found) {
    const target = answered(found, /invalid mount path: '([^']+)' mount path must be absolute/)?.match[1];
    if (target !== undefined) return {source: '', target};
    const source =
      answered(found, /"([^"]+)" includes invalid characters for a local volume name/)?.match[1] ??
      answered(found, /bind source path does not exist: (\S+)/)?.match[1];
    return source === undefined ? undefined : {source, target: ''};
  },
});
