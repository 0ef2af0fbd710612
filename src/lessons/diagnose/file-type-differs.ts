import {defineCause} from './diagnosis.ts';

/** A folder where a file should be, or the other way round. */
export const fileTypeDiffers = defineCause({
  cause: 'file-type-differs',
  verdict: 'unmet',
  params: ['path', 'container', 'expected', 'seen'],
  says: {
    usual: {
      en: '{path} is a {seen}; the step asks for a {expected}. A bind mount of a path that does not exist makes a folder: remove it and make it anew.',
      zh: '{path} 现在是{seen}，这一步要的是{expected}。绑定挂载一个不存在的路径时会生成文件夹：删掉它，重新创建。',
    },
  },
});
