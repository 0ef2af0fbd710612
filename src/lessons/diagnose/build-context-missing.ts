import {defineCause} from './diagnosis.ts';
import {unsentBuild} from './typed-build.ts';

/** `docker build -t web:1`, without the dot. */
export const buildContextMissing = defineCause({
  cause: 'build-context-missing',
  verdict: 'unmet',
  params: [],
  says: {
    usual: {
      en: '`docker build` was not told which folder to build from. The folder comes last, often a dot for the one you are in: `docker build -t NAME .`',
      zh: '`docker build` 不知道从哪个文件夹构建。文件夹写在最后，当前文件夹就是一个点：`docker build -t NAME .`',
    },
  },
  explains: (found) => (unsentBuild(found)?.folder === '' ? {} : undefined),
});
