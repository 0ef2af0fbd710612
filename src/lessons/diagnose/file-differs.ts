import {defineCause} from './diagnosis.ts';

/** The file is there, and what is asked for is not in it. */
export const fileDiffers = defineCause({
  cause: 'file-differs',
  verdict: 'unmet',
  params: ['path', 'container', 'expected', 'seen'],
  says: {
    usual: {
      en: '{path} does not contain {expected} yet; it begins with “{seen}”. Mend the file and save it.',
      zh: '{path} 里还没有 {expected}；它的开头是“{seen}”。改好文件并保存。',
    },
    empty: {
      en: '{path} is empty; the step asks for {expected} in it.',
      zh: '{path} 是空的，这一步要里面有 {expected}。',
    },
    container: {
      en: '{path} in container {container} does not contain {expected} yet; it begins with “{seen}”.',
      zh: '容器 {container} 里的 {path} 还没有 {expected}；它的开头是“{seen}”。',
    },
  },
  variant: ({container, seen}) => (seen === '' ? 'empty' : container === '' ? 'usual' : 'container'),
});
