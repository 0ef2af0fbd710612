import {defineCause} from './diagnosis.ts';
import {answered} from './evidence.ts';

/** The guard lets folders of the working folder be mounted, and no others. */
export const bindOutsideFolder = defineCause({
  cause: 'bind-outside-folder',
  verdict: 'unmet',
  params: ['path', 'folder'],
  says: {
    usual: {
      en: 'The sandbox mounts folders of your working folder only, and {path} is outside it. Use a folder in {folder}, or a volume.',
      zh: '沙箱只允许挂载工作目录里的文件夹，而 {path} 在它之外。改用 {folder} 里的文件夹，或者用卷。',
    },
  },
  explains(found) {
    const match = answered(found, /only the working folder (.+) can be mounted, and (.+) is outside it/)?.match;
    return match && {path: match[2] ?? '', folder: match[1] ?? ''};
  },
});
