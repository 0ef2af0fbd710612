import {defineCause} from './diagnosis.ts';

/** Named by the sandbox: a link leads out of the working folder, and nothing outside is read. */
export const fileOutsideFolder = defineCause({
  cause: 'file-outside-folder',
  verdict: 'blocked',
  params: ['path'],
  says: {
    usual: {
      en: '{path} leads out of your working folder, and nothing outside it is read. Remove the link and make a file of that name.',
      zh: '{path} 指向了工作目录之外，而那里的内容不会被读取。删掉这个链接，用这个名字创建一个文件。',
    },
  },
});
