import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

const MISSING =
  /(?:COPY|ADD) failed: (?:.*\bstat (?:\/\S*\/)?([^:\s]+):|forbidden path outside the build context: (\S+))|failed to (?:compute cache key|calculate checksum)[^"]*"\/?([^"]+)": not found/;

/** COPY or ADD of a file that is not in the build context. */
export const copySourceMissing = defineCause({
  cause: 'copy-source-missing',
  verdict: 'unmet',
  params: ['source'],
  says: {
    usual: {
      en: 'COPY found no {source} in the build context. It sees only the folder given to `docker build`, without what .dockerignore leaves out; look with `ls` and mend the path.',
      zh: 'COPY 在构建上下文里没有找到 {source}。它只看得到交给 `docker build` 的那个文件夹，.dockerignore 排除的除外；用 `ls` 看一看，把路径改对。',
    },
  },
  explains(found) {
    const match = answered(found, MISSING)?.match;
    return match && {source: match[1] ?? match[2] ?? match[3] ?? ''};
  },
});
