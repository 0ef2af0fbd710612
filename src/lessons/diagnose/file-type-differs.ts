import {defineCause} from './diagnosis.ts';

/** A folder where a file should be, or the other way round. */
export const fileTypeDiffers = defineCause({
  cause: 'file-type-differs',
  verdict: 'unmet',
  params: ['path', 'container', 'expected', 'seen'],
  says: {
    file: {
      en: '{path} is a folder; the step asks for a file. A bind mount of a path that does not exist makes a folder: remove it, `rmdir {path}`, and make the file.',
      zh: '{path} 是文件夹，而这一步要的是文件。绑定挂载一个不存在的路径时会生成文件夹：用 `rmdir {path}` 删掉它，再创建文件。',
    },
    folder: {
      en: '{path} is a file; the step asks for a folder. Remove it, `rm {path}`, and make the folder.',
      zh: '{path} 是文件，而这一步要的是文件夹。用 `rm {path}` 删掉它，再创建文件夹。',
    },
  },
  variant: ({expected}) => expected,
});
