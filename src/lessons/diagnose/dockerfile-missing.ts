import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';
import {unsentBuild} from './typed-build.ts';

/** `docker build` found no Dockerfile where it looked; the docker command itself says so, before any call is made. */
export const dockerfileMissing = defineCause({
  cause: 'dockerfile-missing',
  verdict: 'unmet',
  params: ['folder', 'file'],
  says: {
    usual: {
      en: 'The build found no {file} in {folder}. The file has exactly that name, with a capital D and no ending, or is named with `-f`; look with `ls {folder}`.',
      zh: '构建时在 {folder} 里没有找到 {file}。文件名必须一字不差：首字母大写，没有后缀；用别的名字就要加 `-f`。用 `ls {folder}` 看一看。',
    },
  },
  explains(found) {
    const file = answered(found, /(?:Cannot locate specified Dockerfile: |failed to read dockerfile: open )([^:\s]+)/)
      ?.match[1];
    if (file !== undefined) return {folder: '.', file};
    const build = unsentBuild(found);
    return build === undefined || build.folder === '' ? undefined : {folder: build.folder, file: build.file};
  },
});
